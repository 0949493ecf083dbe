/** A reading service whose every outcome is counted and traced. */
import { toUndertoneError } from '#core/contracts/errors';
import type { ReadingService } from '../reading/reading-service.ts';
import type { Metrics } from './metrics.ts';

/** Answers as `readings` does. */
export function watchReadings(readings: ReadingService, metrics: Metrics): ReadingService {
  return {
    async analyze(request, options) {
      const { workClass = 'interactive', trace } = options;
      try {
        const reading = await readings.analyze(request, options);
        metrics.textRead(reading, workClass);
        if (reading.cache !== 'hit') trace?.textRead(reading.analysis.timing);
        return reading;
      } catch (thrown) {
        metrics.textRefused(toUndertoneError(thrown), workClass);
        throw thrown;
      }
    },
  };
}
