/** Something went wrong: what, what can be done, and a button that does it. */
import { Button } from './button.tsx';
import './notice.css';

interface ProblemNoticeProps {
  message: string;
  remedy: string;
  action: string;
  /** Undefined where there is nothing to press. */
  onAction: (() => void) | undefined;
  /** Something else that can be done. */
  other?: { action: string; onAction: () => void };
}

export function ProblemNotice({ message, remedy, action, onAction, other }: ProblemNoticeProps) {
  return (
    <div className="notice">
      <p className="notice-title">{message}</p>
      <p>{remedy}</p>
      {onAction && (
        <p className="notice-actions">
          <Button onClick={onAction}>{action}</Button>
          {other && (
            <Button kind="text" onClick={other.onAction}>
              {other.action}
            </Button>
          )}
        </p>
      )}
    </div>
  );
}
