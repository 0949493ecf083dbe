/** The files of this device, as the app wants them worked on and kept. */
import { hasConsent } from '../engine/consent.ts';
import type { Router } from '../engine/router.ts';
import { createRuns } from '../engine/runs/create-runs.ts';
import type { Runs } from '../engine/runs/runs.ts';
import { takeRunAgreedTo } from '../engine/server/server-session.ts';
import { keepAwake } from '../pwa/wake-lock.ts';
import { work } from '../pwa/work.ts';
import { forgetExpired, withRetention } from './retention.ts';

/** To be called once. */
export function createDeviceRuns(engine: Router): Runs {
  const runs = withRetention(
    createRuns(engine, {
      whileReading: work.begin,
      whileRunning: keepAwake,
      goesOnUnasked: !hasConsent(),
    }),
  );
  const agreed = hasConsent() ? takeRunAgreedTo() : null;
  // One that cannot be started now waits for its button.
  if (agreed !== null) runs.start(agreed).catch(() => undefined);
  // What is there a little longer does no harm.
  forgetExpired(runs, Date.now()).catch(() => undefined);
  return runs;
}
