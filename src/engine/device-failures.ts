/** Failures that lie with the device and its browser: another try in the same page ends like the one before. */
import type { ErrorCode } from '#core/contracts/errors';

export const deviceFailures: ReadonlySet<ErrorCode> = new Set(['engine-failed', 'engine-wrong']);
