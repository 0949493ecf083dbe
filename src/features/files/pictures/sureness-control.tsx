/** Where the model says unsure instead of an answer: what another line would cost and bring. */
import { useCallback, useEffect, useId, useState } from 'react';
import type { Summary } from '#core/contracts/report';
import {
  drawSureness,
  highestLine,
  lowestLine,
  surenessNow,
  unsureText,
} from '#core/report/drawings/sureness';
import { picturesWords } from '../../../i18n/pictures.ts';
import { Button } from '../../../ui/button.tsx';
import { Picture } from './picture.tsx';
import type { PictureProps } from './picture.tsx';

const words = picturesWords.sureness;
/** After the last step, so that figures are not counted anew for each one on the way. */
const settleMs = 400;

interface SurenessControlProps extends Pick<PictureProps, 'runName' | 'source' | 'onFilter'> {
  summary: Pick<Summary, 'confidences' | 'all'>;
  isCalibrated: boolean;
  /** As the model has it, 0 to 1. */
  modelLine: number;
  /** As the person has it; null where they left it. */
  ownLine: number | null;
  onLine: (line: number | null) => void;
}

export function SurenessControl(props: SurenessControlProps) {
  const { summary, isCalibrated, modelLine, ownLine, onLine } = props;
  const [percent, setPercent] = useMoved(ownLine, onLine);
  const line = percent === null ? modelLine : percent / 100;
  const id = useId();
  const draw = useCallback(
    (width: number) => drawSureness(summary, { line, isCalibrated }, width),
    [summary, line, isCalibrated],
  );
  const now = surenessNow(summary, line);
  return (
    <Picture draw={draw} runName={props.runName} source={props.source} onFilter={props.onFilter}>
      <div className="sureness">
        <label htmlFor={id}>{words.label}</label>
        <output htmlFor={id} className="sureness-value">
          {words.value(line)}
        </output>
        <input
          id={id}
          className="sureness-range"
          type="range"
          min={Math.round(lowestLine * 100)}
          max={Math.round(highestLine * 100)}
          step={1}
          value={Math.round(line * 100)}
          aria-valuetext={words.spoken(
            line,
            unsureText(now, summary.all),
            isCalibrated ? now.expectedRight : null,
          )}
          onChange={(event) => setPercent(event.currentTarget.valueAsNumber)}
        />
      </div>
      <p className="sureness-back">
        {percent === null ? (
          <span className="small">{words.asItIs}</span>
        ) : (
          <Button kind="text" onClick={() => setPercent(null)}>
            {words.reset(modelLine)}
          </Button>
        )}
      </p>
    </Picture>
  );
}

/** The line while it is being moved, in percent; told once it rests. */
function useMoved(
  ownLine: number | null,
  onLine: (line: number | null) => void,
): [number | null, (percent: number | null) => void] {
  const own = ownLine === null ? null : Math.round(ownLine * 100);
  const [moved, setMoved] = useState<{ percent: number | null } | null>(null);
  useEffect(() => {
    if (moved === null) return undefined;
    const timer = setTimeout(() => {
      onLine(moved.percent === null ? null : moved.percent / 100);
      setMoved(null);
    }, settleMs);
    return () => clearTimeout(timer);
  }, [moved, onLine]);
  return [moved === null ? own : moved.percent, (percent) => setMoved({ percent })];
}
