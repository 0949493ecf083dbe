/** Read: the text, the verdict beside it, and where the model saw it. */
import { useDeferredValue, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { readerBytesToFetch } from '#core/contracts/manifest';
import type { Manifest } from '#core/contracts/manifest';
import type { EngineState } from '#core/engine';
import { hasConsent } from '../../engine/consent.ts';
import { serverWaits } from '../../engine/server/server-waits.ts';
import { readWords } from '../../i18n/read.ts';
import { offline } from '../../pwa/network.ts';
import { offlineReady } from '../../pwa/offline-ready.ts';
import { tableIntake } from '../../pwa/table-intake.ts';
import { LiveRegion } from '../../ui/live-region.tsx';
import { ArrivalNotice } from './arrival-notice.tsx';
import { example } from './example.ts';
import { ExampleView } from './example-view.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { carryOver } from '../../ui/reading/reading-parts.ts';
import type { ReadingPart } from '../../ui/reading/reading-parts.ts';
import { ReadingView } from '../../ui/reading/reading-view.tsx';
import { isReaderComing } from './reader-control.ts';
import type { ReaderControl } from './reader-control.ts';
import { TextConsent } from './server-views.tsx';
import { spokenMessage } from './spoken-message.ts';
import { TextBox } from './text-box.tsx';
import { TextTools } from './text-tools.tsx';
import { useArrival } from './use-arrival.ts';
import { useDraft } from './use-draft.ts';
import { useEngineState } from './use-engine.ts';
import { useIsOwnModelInUse } from './use-own-model.ts';
import { useHistory } from './use-history.ts';
import { pinnedOf, usePinned } from './use-pinned.ts';
import { usePersistence } from './use-persistence.ts';
import { useReading } from './use-reading.ts';
import type { ReadingPhase, ReadText } from './use-reading.ts';
import { useReadingParts } from './use-reading-parts.ts';
import { useRetryWhenBack } from './use-retry-when-back.ts';
import { useSpoken } from './use-spoken.ts';
import { useWork } from './use-work.ts';
import { VerdictSide } from './verdict-side.tsx';
import './read.css';
import './text-box.css';
import './verdict.css';
import './reading-tools.css';
import './reader.css';
import './evidence.css';
import './verdict-strip.css';

interface ReadPageProps {
  control: ReaderControl;
  /** Absolute address of the app's base. */
  baseUrl: string;
  /** Null as long as it is not known. */
  model: Manifest | null;
  /** On a phone, or where data is saved: no keyboard is raised unasked. */
  isSparing: boolean;
  /** The reader is not here, and fetching it waits for a word. */
  isReaderOffered: boolean;
  /** This device cannot read, and there is a server that can. */
  isServerOffered: boolean;
}

export function ReadPage(props: ReadPageProps) {
  const { control, baseUrl, model, isSparing, isReaderOffered, isServerOffered } = props;
  const [text, setText] = useDraft();
  /** The text that gave way to the one in the box, as long as it can be had again. */
  const [undo, setUndo] = useState<{ text: string; said: string } | null>(null);
  const [pinned, setPinned] = usePinned();
  const [isConsentOpen, setIsConsentOpen] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const state = useEngineState(control.engine);
  // One at rest is asked like one that is ready: it gets ready for the question.
  const canRead = state.kind === 'ready' || state.kind === 'resting';
  const reading = useReading(control.engine, canRead, text, useModelName(state));
  const isOwnModelInUse = useIsOwnModelInUse();
  const isServerAwaited = useWatched(serverWaits, () => serverWaits.get() !== null);
  const spoken = useSpoken(spokenMessage(reading, state, hasConsent(), isServerAwaited));
  const isOfflineReady = useSyncExternalStore(offlineReady.subscribe, offlineReady.get);
  const isOffline = useSyncExternalStore(offline.subscribe, offline.get);
  const wasFetched = useHasBeen(state.kind === 'downloading');
  const keepNow = useHistory(reading, text);
  const news = useArrival(text, write);
  useRetryWhenBack(state, control);
  const isComing = isReaderComing(state, control.wasStopped, isReaderOffered);
  // Also while another tab's engine gives way to one of this tab, which is idle for a moment.
  useWork(reading.phase === 'reading' || (reading.phase === 'waiting' && isComing));
  usePersistence(reading.phase === 'read' && state.kind === 'ready' && state.facts?.isKept === true);

  function write(next: string): void {
    setText(next);
    setUndo(null);
    if (state.kind === 'resting') control.start();
  }

  function clearOrStop(): void {
    if (reading.phase === 'reading') {
      reading.stop();
    } else if (text !== '') {
      setText('');
      setUndo({ text, said: readWords.cleared });
    }
  }

  function bringBack(version: string): void {
    write(version);
    if (text.trim() !== '' && text !== version) setUndo({ text, said: readWords.broughtBack });
    box.current?.focus();
  }

  return (
    <div className="read">
      <h1 className="visually-hidden">{readWords.title}</h1>
      <div className="read-text">
        <ArrivalNotice news={news} onBringBack={bringBack} />
        <TextBox
          text={text}
          boxRef={box}
          takesFocus={!isSparing}
          onChange={write}
          onReadNow={() => {
            keepNow();
            reading.readNow();
          }}
          onEscape={clearOrStop}
        />
        <TextTools
          characters={text.length}
          phase={reading.phase}
          isReaderComing={isComing}
          undoSaid={undo?.said ?? null}
          canPin={reading.phase === 'read' && pinned?.text !== text}
          hasLines={text.trim().includes('\n')}
          onReadLines={() => tableIntake.arrive({ file: linesFile(text), others: [], refused: [] })}
          onUndo={() => {
            write(undo?.text ?? '');
            box.current?.focus();
          }}
          onPin={() => reading.latest !== null && setPinned(pinnedOf(reading.latest))}
        />
      </div>
      <VerdictSide
        reading={reading}
        control={control}
        baseUrl={baseUrl}
        state={state}
        offer={isReaderOffered ? { totalBytes: model === null ? null : readerBytesToFetch(model) } : null}
        isServerOffered={isServerOffered}
        isConsentOpen={isConsentOpen}
        onOpenConsent={() => setIsConsentOpen(true)}
        pinned={pinned}
        onPinBack={() => pinned !== null && bringBack(pinned.text)}
        onUnpin={() => setPinned(null)}
        hint={wasFetched && isOfflineReady && !isOffline ? readWords.tryOffline : null}
      />
      <div className="read-evidence">
        {isConsentOpen && isServerOffered && state.kind === 'failed' && (
          <TextConsent
            request={reading.request}
            baseUrl={baseUrl}
            onDecline={() => setIsConsentOpen(false)}
          />
        )}
        {reading.phase === 'blank' && !isConsentOpen && (
          <ExampleView
            example={example}
            isOfModelInUse={!isOwnModelInUse}
            onTry={() => bringBack(example.text)}
          />
        )}
        {reading.latest !== null && <Evidence read={reading.latest} text={text} phase={reading.phase} />}
      </div>
      <LiveRegion message={spoken} />
    </div>
  );
}

interface EvidenceProps {
  read: ReadText;
  /** What the box holds now. */
  text: string;
  phase: ReadingPhase;
}

function Evidence({ read, text, phase }: EvidenceProps) {
  const isCurrent = phase === 'read';
  const parts = useReadingParts(read);
  // In a long text the rows may lag behind the hand, so that it is never held up.
  const now = useDeferredValue(text);
  const showsWhere = read.analysis.evidence.length > 0;
  const shown = useMemo<readonly ReadingPart[]>(
    () => (isCurrent ? parts : carryOver(parts, read.text, now, read.analysis)),
    [isCurrent, parts, read, now],
  );
  // Of a text that nothing reads and nothing has read there is nothing to show.
  if (!isCurrent && phase !== 'reading' && shown.every(({ sentence }) => sentence === null)) return null;
  return (
    <ReadingView
      title={showsWhere ? readWords.whereSeen : readWords.sentences}
      listName={readWords.sentences}
      parts={shown}
      isCurrent={isCurrent}
      aside={showsWhere ? undefined : <p className="reading-aside">{readWords.own.showsNotWhere}</p>}
    />
  );
}

/** The text as a file in which every line is a row. */
function linesFile(text: string): File {
  return new File([text], readWords.linesName, { type: 'text/plain' });
}

/** Names the model that reads, as far as that was told; one at rest is the one of before. */
function useModelName(state: EngineState): string {
  const [name, setName] = useState('');
  const model = state.kind === 'ready' ? state.facts?.model : undefined;
  const now = model === undefined ? name : `${model.name} ${model.version}`;
  if (now !== name) setName(now);
  return now;
}

/** True from the first time on that `isNow` was. */
function useHasBeen(isNow: boolean): boolean {
  const [hasBeen, setHasBeen] = useState(isNow);
  if (isNow && !hasBeen) setHasBeen(true);
  return hasBeen;
}
