/** Quotes and the method, for the clipboard. */
import { useId, useState } from 'react';
import { toUndertoneError } from '#core/contracts/errors';
import type { ReportSettings, Run } from '#core/contracts/run';
import { methodText, quotesText } from '#core/report/method';
import type { Thresholds } from '#core/score/verdict';
import { picturesWords } from '../../../i18n/pictures.ts';
import type { Runs } from '../../../engine/runs/runs.ts';
import { Button } from '../../../ui/button.tsx';
import { LiveRegion } from '../../../ui/live-region.tsx';
import { useFocusWhenShown } from '../../../ui/use-focus-when-shown.ts';
import { correctedRows } from './corrected-rows.ts';
import { clearestQuotes, maskedQuotes, pickedQuotes } from './quotes.ts';

const words = picturesWords.exports;

interface CopySectionProps {
  runs: Runs;
  run: Run;
  facts: { settings: ReportSettings; thresholds: Thresholds | null };
  picked: readonly number[];
  isMasked: boolean;
}

export function CopySection({ runs, run, facts, picked, isMasked }: CopySectionProps) {
  const { said, byHand, copy } = useCopy();

  async function quotes(): Promise<string> {
    const { unsureBelow } = facts.settings;
    const rows =
      picked.length === 0
        ? await clearestQuotes(runs, run.id, unsureBelow)
        : await pickedQuotes(runs, run.id, picked, unsureBelow);
    return rows.length === 0 ? '' : quotesText(run.name, isMasked ? await maskedQuotes(rows) : rows);
  }

  async function method(): Promise<string> {
    const corrected = (await correctedRows(run.id)).length;
    const day = new Date().toISOString().slice(0, 10);
    return methodText({ run, counts: run.counts, ...facts, corrected, day });
  }

  return (
    <>
      <div className="page-actions">
        <Button onClick={() => void copy(quotes)}>{words.quotes}</Button>
        <Button onClick={() => void copy(method)}>{words.method}</Button>
        <span className="small">{said === '' ? words.quotesNote(picked.length) : said}</span>
      </div>
      {byHand !== null && <ByHand text={byHand} />}
      <LiveRegion message={said} />
    </>
  );
}

interface Copy {
  said: string;
  /** What the browser did not let be copied. */
  byHand: string | null;
  copy: (make: () => Promise<string>) => Promise<void>;
}

function useCopy(): Copy {
  const [said, setSaid] = useState('');
  const [byHand, setByHand] = useState<string | null>(null);
  return {
    said,
    byHand,
    async copy(make) {
      setSaid('');
      setByHand(null);
      let text: string;
      try {
        text = await make();
      } catch (thrown) {
        const { message, remedy } = toUndertoneError(thrown);
        setSaid(`${message} ${remedy}`);
        return;
      }
      if (text === '') {
        setSaid(words.noQuotes);
        return;
      }
      try {
        await navigator.clipboard.writeText(text);
        setSaid(words.copied);
      } catch {
        setByHand(text);
      }
    },
  };
}

/** The text in a box, selected, where the browser keeps the clipboard to itself. */
function ByHand({ text }: { text: string }) {
  const box = useFocusWhenShown<HTMLTextAreaElement>();
  const noteId = useId();
  return (
    <>
      <p id={noteId} className="small export-by-hand">
        {words.copyByHand}
      </p>
      <textarea
        ref={box}
        className="export-text"
        aria-label={words.copiedText}
        aria-describedby={noteId}
        rows={10}
        readOnly
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
    </>
  );
}
