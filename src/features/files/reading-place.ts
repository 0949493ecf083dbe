/** Where the rows of a file are read, or could be. */
import type { EngineState } from '#core/engine';
import { hasConsent } from '../../engine/consent.ts';

/** The server that the app comes from, as far as it matters here. */
export interface FilesServer {
  /** This device cannot read, and there is a server that can. */
  isOffered: boolean;
  /** Absolute address of the app's base, with a slash at its end. */
  baseUrl: string;
}

/** `offered`: this device cannot, and the server has not been agreed to. `none`: nothing can. */
export type ReadingPlace = 'device' | 'server' | 'offered' | 'none';

export function readingPlace(
  state: EngineState,
  { isOffered }: Pick<FilesServer, 'isOffered'>,
): ReadingPlace {
  if (hasConsent()) return 'server';
  if (state.kind !== 'failed') return 'device';
  return isOffered ? 'offered' : 'none';
}
