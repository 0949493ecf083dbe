/** Where the text was read, how long it took, and how much of it left the device. */
import { useSyncExternalStore } from 'react';
import type { Analysis } from '#core/contracts/analysis';
import { sentMeter } from '../../engine/sent-meter.ts';
import { readWords } from '../../i18n/read.ts';

interface WhereReadProps {
  analysis: Analysis;
  /** Something to try next; null when there is nothing to say. */
  hint: string | null;
}

export function WhereRead({ analysis, hint }: WhereReadProps) {
  const sentBytes = useSyncExternalStore(sentMeter.subscribe, () => sentMeter.get());
  const { engine, model, reviewReasons, timing } = analysis;
  const where = engine.where === 'server' ? readWords.onServer : readWords.onDevice;
  return (
    <div className="where-read small">
      {model.calibrated === false && <p>{readWords.own.readBy(model.name)}</p>}
      <p>{where(timing.totalMs)}</p>
      <p>{readWords.bytesSent(sentBytes)}</p>
      {reviewReasons.includes('language') && <p>{readWords.notItsLanguage}</p>}
      {hint !== null && <p>{hint}</p>}
    </div>
  );
}
