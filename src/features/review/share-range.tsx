/** A share as a picture: where it likely lies, and what the model alone says. The table beside it says the same. */
import type { CorrectedShare } from '#core/report/agreement';
import type { VerdictLabel } from '#core/contracts/analysis';

const width = 200;
const height = 24;
const middle = height / 2;

interface ShareRangeProps {
  tone: VerdictLabel;
  range: CorrectedShare;
  /** The model's own share, 0 to 1. */
  alone: number;
}

/** From nothing at the left to all rows at the right: a disc on the line of its interval, and a stroke for the model. */
export function ShareRange({ tone, range, alone }: ShareRangeProps) {
  return (
    <svg
      className="share-range"
      data-tone={tone}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      focusable="false"
    >
      <line className="share-range-all" x1="0" x2={width} y1={middle} y2={middle} />
      <line
        className="share-range-interval"
        x1={range.low * width}
        x2={range.high * width}
        y1={middle}
        y2={middle}
      />
      <line
        className="share-range-corrected"
        x1={range.share * width}
        x2={range.share * width}
        y1="4"
        y2={height - 4}
      />
      <line className="share-range-alone" x1={alone * width} x2={alone * width} y1="0" y2={height} />
    </svg>
  );
}
