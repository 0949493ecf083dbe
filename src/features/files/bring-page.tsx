/** Where a file is brought: picked, dropped or pasted; and the files that were taken in before. */
import { useState } from 'react';
import type { Runs } from '../../engine/runs/runs.ts';
import { filesWords } from '../../i18n/files.ts';
import { Button } from '../../ui/button.tsx';
import type { PlaceAddress } from '../../ui/place-address.ts';
import { EarlierRuns } from './earlier-runs.tsx';
import type { SettingsWay } from './history-note.tsx';
import { pastedFile } from './pasted-file.ts';
import type { PickedFile } from './pasted-file.ts';
import { PickButton } from './pick-button.tsx';

interface BringPageProps {
  runs: Runs;
  /** Where what is brought will be read. */
  intro: string;
  address: PlaceAddress;
  settings: SettingsWay;
  /** Sentences about what came besides a file. */
  news: readonly string[];
  onPick: (picked: PickedFile) => void;
}

export function BringPage({ runs, intro, address, settings, news, onPick }: BringPageProps) {
  return (
    <div className="page">
      <h1 className="page-title">{filesWords.title}</h1>
      <p className="page-intro">{intro}</p>
      <p className="bring-pick">
        <PickButton label={filesWords.pick} onPick={(file) => onPick({ file, given: {} })} />
        <span className="small bring-drop">{filesWords.orDrop}</span>
      </p>
      <p className="small">{filesWords.takes}</p>
      <p className="small" role="status">
        {news.join(' ')}
      </p>
      <PasteSection onPick={onPick} />
      <EarlierRuns runs={runs} address={address} settings={settings} />
    </div>
  );
}

function PasteSection({ onPick }: Pick<BringPageProps, 'onPick'>) {
  const [text, setText] = useState('');
  const isBlank = text.trim() === '';
  return (
    <section className="page-section" aria-labelledby="paste-title">
      <h2 id="paste-title" className="files-heading">
        {filesWords.pasteTitle}
      </h2>
      <p id="paste-hint" className="small">
        {filesWords.pasteHint}
      </p>
      <textarea
        className="paste-field"
        aria-label={filesWords.pasteName}
        aria-describedby="paste-hint"
        rows={4}
        value={text}
        spellCheck={false}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <Button inactive={isBlank} onClick={() => onPick(pastedFile(text))}>
        {filesWords.pasteUse}
      </Button>
    </section>
  );
}
