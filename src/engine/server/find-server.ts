/** Finds out whether the host of the app is a server that reads. What is asked for is a file of the app. */
import { UndertoneError } from '#core/contracts/errors';
import { apiRelation, switchFile } from '#core/contracts/service-worker';

/**
 * @param baseUrl absolute address of the app's base, with a slash at its end
 * @throws UndertoneError `server-unreachable` where there may be a server behind what failed
 * @throws TypeError where the host does not answer
 */
export async function findServer(baseUrl: string): Promise<boolean> {
  const { headers, status } = await fetch(new URL(switchFile, baseUrl), { cache: 'no-store' });
  // Such as the 502 of a proxy before a server that is being started; up to 404 the host knows what it has not.
  if (status > 404) throw new UndertoneError('server-unreachable');
  return headers.get('link')?.includes(apiRelation) === true;
}
