/** Offers the server where the device cannot read. */
import { readWords } from '../../i18n/read.ts';
import { Button } from '../../ui/button.tsx';

interface ServerOfferProps {
  /** What stands in the way on this device, in words. */
  reason: string;
  remedy: string;
  isOpen: boolean;
  onOpen: () => void;
  onTryAgain: () => void;
}

/** The offer itself; it stands in the verdict's place. */
export function ServerOffer({ reason, remedy, isOpen, onOpen, onTryAgain }: ServerOfferProps) {
  return (
    <div className="notice" role="group" aria-label={reason}>
      <p className="notice-title">{reason}</p>
      <p>{remedy}</p>
      <p>{readWords.serverOffer(location.host)}</p>
      <p className="notice-actions">
        <Button onClick={onOpen} aria-expanded={isOpen}>
          {readWords.serverShow}
        </Button>
        <Button kind="text" onClick={onTryAgain}>
          {readWords.tryAgain}
        </Button>
      </p>
    </div>
  );
}
