/** How far the reading of a long text has come, with the way to stop it. */
import type { AnalyzeProgress } from '#core/engine';
import { readWords } from '../../i18n/read.ts';
import { Button } from '../../ui/button.tsx';

/** A text of fewer parts is read before anyone could follow. */
const partsWorthShowing = 8;

/** Whether this reading takes long enough to be followed. */
export function isWorthShowing({ total }: AnalyzeProgress): boolean {
  return total >= partsWorthShowing;
}

interface ReadingProgressProps {
  progress: AnalyzeProgress;
  onCancel: () => void;
}

export function ReadingProgress({ progress, onCancel }: ReadingProgressProps) {
  const { done, total } = progress;
  return (
    <div className="reading-progress">
      <progress className="progress" aria-label={readWords.reading} value={done} max={total} />
      <p className="reading-progress-line">
        <span className="small">{readWords.readingParts(done, total)}</span>
        <Button kind="text" onClick={onCancel}>
          {readWords.cancel}
        </Button>
      </p>
    </div>
  );
}
