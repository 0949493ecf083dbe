/** Answers with the headers that isolate the page and hold its promise, whatever the host sends. */
import { policyHeaders } from '#core/page-policy';

const contentPolicyName = 'content-security-policy';

/**
 * A copy of `response` that carries the narrow policy. A policy of the host's own stays beside it: the browser
 * enforces both.
 *
 * @param baseUrl absolute address of the app's base, with a slash at its end
 */
export function guarded(response: Response, baseUrl: string): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(policyHeaders({ baseUrl, serverAgreed: false }))) {
    if (name !== contentPolicyName) headers.set(name, value);
    else if (headers.get(name) !== value) headers.append(name, value);
  }
  const { status, statusText } = response;
  return new Response(status === 204 || status === 304 ? null : response.body, {
    status,
    statusText,
    headers,
  });
}
