/** What is kept opens with the secret that it was sealed with alone; a mark beside it tells whether that is this one. */
import { ConfigError } from '../config.ts';
import type { Secrets } from '../services/secrets.ts';

/** Tells nothing of the secret. */
export function markOf(secrets: Secrets): string {
  return secrets.digest('mark', 'of what is kept');
}

/**
 * @param kept the mark that is there
 * @param place for the person who starts the server
 * @throws ConfigError where it is of another secret
 */
export function refuseOtherSecret(kept: string, secrets: Secrets, place: string): void {
  if (kept === markOf(secrets)) return;
  throw new ConfigError(
    `What is kept in ${place} was sealed with another secret, and cannot be opened with this one. Set UNDERTONE_SECRET to that one.`,
  );
}
