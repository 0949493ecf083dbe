/** Files: a file is brought, looked at, taken in, read row by row; and what came of it. */
import { useState } from 'react';
import { readerBytesToFetch } from '#core/contracts/manifest';
import type { Manifest } from '#core/contracts/manifest';
import type { EngineState } from '#core/engine';
import type { Router } from '../../engine/router.ts';
import type { Runs } from '../../engine/runs/runs.ts';
import { filesWords } from '../../i18n/files.ts';
import type { PlaceAddress } from '../../ui/place-address.ts';
import { useWatched } from '../../ui/use-watched.ts';
import { BringPage } from './bring-page.tsx';
import type { SettingsWay } from './history-note.tsx';
import type { PickedFile } from './pasted-file.ts';
import { PreviewPage } from './preview-page.tsx';
import { readingPlace } from './reading-place.ts';
import type { FilesServer } from './reading-place.ts';
import { RunPage } from './run-page.tsx';
import { useArrivedFile } from './use-arrived-file.ts';
import './files.css';

/** The reader as this place needs it: to read with, and to be fetched at the person's word. */
export interface FilesReader {
  readonly engine: Router;
  readonly wasStopped: boolean;
  readonly start: () => void;
  readonly stop: () => void;
}

export interface FilesPageProps {
  runs: Runs;
  reader: FilesReader;
  /** Its detail is the id of the run that is shown. */
  address: PlaceAddress;
  /** Of the model this site reads with; null as long as it is not known. */
  manifest: Manifest | null;
  /** The reader is not here, and fetching it waits for a word. */
  isReaderOffered: boolean;
  server: FilesServer;
  /** Where it is said whether a history is kept. */
  settings: SettingsWay;
  /** Opens the queues of a run. */
  onReview: (runId: string) => void;
}

export function FilesPage(props: FilesPageProps) {
  const { runs, reader, address, manifest, isReaderOffered, server, settings, onReview } = props;
  const [picked, setPicked] = useState<PickedFile | null>(null);
  const state = useEngineState(reader.engine);
  const { detail } = address;
  const news = useArrivedFile(
    (file) => setPicked({ file, given: {} }),
    () => detail !== null && address.open(null),
  );

  if (detail !== null) {
    return (
      <RunPage
        key={detail}
        runs={runs}
        runId={detail}
        reader={reader}
        state={state}
        manifest={manifest}
        offer={isReaderOffered ? { totalBytes: manifest && readerBytesToFetch(manifest) } : null}
        server={server}
        address={address}
        onReview={onReview}
      />
    );
  }
  if (picked !== null) {
    return (
      <PreviewPage
        // Another file of the same name starts anew as well.
        key={`${picked.file.name} ${picked.file.size} ${picked.file.lastModified}`}
        runs={runs}
        picked={picked}
        place={readingPlace(state, server)}
        settings={settings}
        news={news}
        onPick={setPicked}
        onLeave={() => setPicked(null)}
        onTaken={(run) => {
          setPicked(null);
          address.open(run.id);
        }}
      />
    );
  }
  return (
    <BringPage
      runs={runs}
      intro={introOf(state, server)}
      address={address}
      settings={settings}
      news={news}
      onPick={setPicked}
    />
  );
}

/** Where what is brought here will be read. */
function introOf(state: EngineState, server: FilesServer): string {
  const place = readingPlace(state, server);
  if (place === 'server') return filesWords.introServer;
  if (state.kind !== 'failed') return filesWords.intro;
  const { message, remedy } = state.error;
  return place === 'offered'
    ? `${message} ${filesWords.introOffered(location.host)}`
    : `${message} ${remedy} ${filesWords.introNone}`;
}

function useEngineState(engine: Router): EngineState {
  return useWatched(engine, () => engine.state);
}
