/** Whoever runs the site can switch the service worker off by a file beside the app. */
import { switchesOff, switchFile } from '#core/contracts/service-worker';

/**
 * Whether the site says that no service worker is to be used. No answer, or any other answer, means that it is.
 *
 * @param baseUrl absolute address of the app's base, with a slash at its end
 */
export async function isSwitchedOff(baseUrl: string): Promise<boolean> {
  try {
    const response = await fetch(new URL(switchFile, baseUrl), { cache: 'no-store' });
    return response.ok && switchesOff(await response.json());
  } catch {
    return false;
  }
}
