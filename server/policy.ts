/** Which policy a request is answered with: where the page lives as the outside sees it, and what its reader agreed to. */
import { isDocumentPath } from '#core/page-policy';

const hostPattern = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$/;

/**
 * The origin that a request was made to, or undefined where its Host header is not plainly a host and a port:
 * the header comes from outside and goes into a policy, where a stray character could open it.
 */
export function originOf(scheme: string, host: string | undefined): string | undefined {
  const lowered = host?.toLowerCase();
  return lowered !== undefined && hostPattern.test(lowered) ? `${scheme}://${lowered}` : undefined;
}

/**
 * Whether the address (path and query) is that of a document asked for after the reader agreed to use the server.
 * Scripts never count, or a script could start a worker under a wider policy than its page has.
 */
export function isAgreedDocument(address: string, basePath: string): boolean {
  const [path = '', query = ''] = address.split('?', 2);
  return isDocumentPath(path, basePath) && new URLSearchParams(query).get('server') === 'agreed';
}
