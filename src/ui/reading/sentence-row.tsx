/** One sentence of the reading view: its tone in the margin, its marked words, its verdict at the right. */
import { memo, useState } from 'react';
import type { ReactNode } from 'react';
import { readWords } from '../../i18n/read.ts';
import { ToneMark } from '../tone-mark.tsx';
import type { EvidenceMark } from './evidence-marks.ts';
import type { ReadingPart } from './reading-parts.ts';
import { shortVerdict } from './verdict-words.ts';

interface SentenceRowProps {
  part: ReadingPart;
}

/** Drawn again only when its part is another one. */
export const SentenceRow = memo(function SentenceRow({ part }: SentenceRowProps) {
  const [shown, setShown] = useState<EvidenceMark | null>(null);
  const { sentence } = part;
  return (
    <li className="sentence" data-label={sentence?.label}>
      <ToneMark tone={sentence?.label ?? null} />
      <p className="sentence-text" data-stop="sentence" tabIndex={-1}>
        {withMarks(part, setShown)}
      </p>
      <p className="sentence-verdict small">
        {sentence !== null && shortVerdict(sentence)}
        {shown !== null && <span className="sentence-word">{readWords.towards(shown.tone, shown.step)}</span>}
      </p>
    </li>
  );
});

function withMarks({ text, marks }: ReadingPart, onShow: (mark: EvidenceMark | null) => void): ReactNode[] {
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const mark of marks) {
    pieces.push(text.slice(at, mark.start));
    pieces.push(
      <mark
        key={mark.start}
        className="evidence"
        data-stop="word"
        data-tone={mark.tone}
        data-step={mark.step}
        tabIndex={-1}
        aria-description={readWords.towards(mark.tone, mark.step)}
        onFocus={() => onShow(mark)}
        onBlur={() => onShow(null)}
        onPointerEnter={() => onShow(mark)}
        onPointerLeave={() => onShow(null)}
      >
        {text.slice(mark.start, mark.end)}
      </mark>,
    );
    at = mark.end;
  }
  pieces.push(text.slice(at));
  return pieces;
}
