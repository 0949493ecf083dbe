/** Offers the server where the device cannot read. */
import { serverWords } from '../i18n/server.ts';
import { Button } from './button.tsx';
import './notice.css';

export interface ServerOfferProps {
  /** What stands in the way on this device, in words. */
  reason: string;
  remedy: string;
  isOpen: boolean;
  onOpen: () => void;
  /** Undefined where another try cannot do. */
  onTryAgain: (() => void) | undefined;
}

/** The offer itself; it stands in the place of what the reader would say. */
export function ServerOffer({ reason, remedy, isOpen, onOpen, onTryAgain }: ServerOfferProps) {
  return (
    <div className="notice" role="group" aria-label={reason}>
      <p className="notice-title">{reason}</p>
      <p>{remedy}</p>
      <p>{serverWords.offer(location.host)}</p>
      <p className="notice-actions">
        <Button onClick={onOpen} aria-expanded={isOpen}>
          {serverWords.show}
        </Button>
        {onTryAgain !== undefined && (
          <Button kind="text" onClick={onTryAgain}>
            {serverWords.tryAgain}
          </Button>
        )}
      </p>
    </div>
  );
}
