/** Finds out whether the host of the app is a server that reads. What is asked for is a file of the app. */
import { apiRelation, switchFile } from '#core/contracts/service-worker';

/**
 * False also where something stands before the server and answers in its place, such as a proxy while it is started.
 *
 * @param baseUrl absolute address of the app's base, with a slash at its end
 * @throws TypeError where the host does not answer
 */
export async function findServer(baseUrl: string): Promise<boolean> {
  const { headers } = await fetch(new URL(switchFile, baseUrl), { cache: 'no-store' });
  return headers.get('link')?.includes(apiRelation) === true;
}
