/** Before a newer version is used: which of the texts the person corrected it would call otherwise. */
import { useState } from 'react';
import { modelsWords } from '../../i18n/models.ts';
import { labelWords } from '../../i18n/tones.ts';
import { Button } from '../../ui/button.tsx';
import { LiveRegion } from '../../ui/live-region.tsx';
import { ToneMark } from '../../ui/tone-mark.tsx';
import type { Change, Changes } from './use-changes.ts';

/** More are shown when asked for. */
const shownAtFirst = 8;

export function ChangesSection({ changes }: { changes: Changes }) {
  const { total, done, isComparing, found, said, start, stop } = changes;
  const isAgain = found !== null && !isComparing;
  const sentence = found === null ? said : modelsWords.changesFound(found.length, total);
  return (
    <section className="page-section changes" aria-labelledby="changes-title">
      <h2 id="changes-title" className="model-heading">
        {modelsWords.changesTitle}
      </h2>
      <p>{isComparing ? modelsWords.changesComparing(done, total) : sentence}</p>
      {isComparing && (
        <progress className="progress" aria-label={modelsWords.changesTitle} value={done} max={total} />
      )}
      {!isComparing && found !== null && found.length > 0 && <ChangeList changes={found} />}
      <p className="page-actions">
        {/* One button, so that it keeps the focus. */}
        <Button onClick={isComparing ? stop : start}>
          {isComparing && modelsWords.changesStop}
          {!isComparing && (isAgain ? modelsWords.changesAgain : modelsWords.changesStart)}
        </Button>
        <span className="small">{modelsWords.changesNote}</span>
      </p>
      <LiveRegion message={isComparing ? '' : sentence} />
    </section>
  );
}

function ChangeList({ changes }: { changes: readonly Change[] }) {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? changes : changes.slice(0, shownAtFirst);
  return (
    <>
      <ul className="change-list" aria-label={modelsWords.changesName}>
        {shown.map((change) => (
          <li key={change.text} className="change">
            <ToneMark tone={change.after} />
            <div>
              <p className="change-text">{change.text}</p>
              <p className="small">
                <span className="change-labels">
                  {modelsWords.change(labelWords[change.before], labelWords[change.after])}
                </span>
                {' · '}
                {modelsWords.youCall(labelWords[change.called].toLowerCase())}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {shown.length < changes.length && (
        <Button kind="text" onClick={() => setIsWhole(true)}>
          {modelsWords.changesAll(changes.length)}
        </Button>
      )}
    </>
  );
}
