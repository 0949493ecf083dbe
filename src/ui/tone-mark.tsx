/** The mark of a tone: a hairline, and a disc left of it, on it, right of it, on both sides, or hollow. */
import type { VerdictLabel } from '#core/contracts/analysis';

const centre = 13;
const middle = 12;
const offset = 8;
const radius = 4.5;

interface ToneMarkProps {
  /** Without a tone only the hairline is drawn. */
  tone: VerdictLabel | null;
}

/** Draws the mark; it says nothing to assistive tools, so the tone has to stand beside it in words. */
export function ToneMark({ tone }: ToneMarkProps) {
  return (
    <svg className="tone-mark" viewBox="0 0 26 24" aria-hidden="true" focusable="false">
      <line className="tone-mark-line" x1={centre} x2={centre} y1="0" y2="24" />
      {(tone === 'negative' || tone === 'mixed') && (
        <circle className="tone-mark-negative" cx={centre - offset} cy={middle} r={radius} />
      )}
      {(tone === 'positive' || tone === 'mixed') && (
        <circle className="tone-mark-positive" cx={centre + offset} cy={middle} r={radius} />
      )}
      {tone === 'neutral' && <circle className="tone-mark-neutral" cx={centre} cy={middle} r={radius} />}
      {tone === 'unsure' && <circle className="tone-mark-unsure" cx={centre} cy={middle} r="5" />}
    </svg>
  );
}
