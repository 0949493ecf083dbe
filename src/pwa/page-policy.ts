/** The narrow policy, put in force by the page itself: a host that sends no headers changes nothing in the promise. */
import { contentPolicy } from '#core/page-policy';

/**
 * To be called before anything else. Every policy of a document holds at once, so where the server has sent the same
 * nothing changes. A document of the development server has no policy and gets none.
 *
 * @param baseUrl absolute address of the app's base, with a slash at its end
 */
export function narrowPolicy(baseUrl: string): void {
  if (document.querySelector('meta[http-equiv="Content-Security-Policy"]') === null) return;
  const serverAgreed = new URLSearchParams(location.search).get('server') === 'agreed';
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = contentPolicy({ baseUrl, serverAgreed });
  document.head.append(meta);
}
