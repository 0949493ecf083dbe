/**
 * What the page and its workers may do, as response headers. A pure function without a server in it, so that
 * the development and preview servers send the very same headers.
 */

export interface PolicyInput {
  /** Scheme and host of the page, such as `http://localhost:8787`; without it nothing may be fetched. */
  readonly origin: string | undefined;
  /** Path of the app under that origin, with a slash at both ends. */
  readonly basePath: string;
  /** Whether this is a document whose reader agreed to use the server. */
  readonly serverAgreed: boolean;
}

/** What the app fetches for itself: its own files, what the service worker keeps for offline use, the model files. */
const fetchedPaths = ['assets/', 'icons/', 'index.html', 'manifest.webmanifest', 'weights/'];

/** First segments of addresses that are never a view of the page. */
const reservedSegments = new Set(['api', 'assets', 'icons', 'problems', 'v1', 'weights']);

const hostPattern = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$/;
const viewPattern = /^(?:index\.html|[a-z][a-z0-9-]*)?$/;

/**
 * The origin that a request was made to, or undefined where its Host header is not plainly a host and a port:
 * the header comes from outside and goes into a policy, where a stray character could open it.
 */
export function originOf(scheme: string, host: string | undefined): string | undefined {
  const lowered = host?.toLowerCase();
  return lowered !== undefined && hostPattern.test(lowered) ? `${scheme}://${lowered}` : undefined;
}

/** Whether the path (without query) is a view of the page: the base itself or one plain segment below it. */
export function isDocumentPath(path: string, basePath: string): boolean {
  if (!path.startsWith(basePath)) return false;
  const view = path.slice(basePath.length);
  return viewPattern.test(view) && !reservedSegments.has(view);
}

/**
 * Whether the address (path and query) is that of a document asked for after the reader agreed to use the server.
 * Scripts never count, or a script could start a worker under a wider policy than its page has.
 */
export function isAgreedDocument(address: string, basePath: string): boolean {
  const [path = '', query = ''] = address.split('?', 2);
  return isDocumentPath(path, basePath) && new URLSearchParams(query).get('server') === 'agreed';
}

/**
 * The headers for every response. Paths are named instead of `'self'`, so that the API, which shares the origin with
 * the page, is out of reach of requests, images and styles alike until the reader has agreed.
 */
export function policyHeaders({ origin, basePath, serverAgreed }: PolicyInput): Record<string, string> {
  const under = (paths: readonly string[]): string =>
    origin === undefined ? "'none'" : paths.map((path) => origin + basePath + path).join(' ');
  const directives = [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src ${under(['assets/'])}`,
    `font-src ${under(['assets/'])}`,
    `img-src ${under(['assets/', 'icons/'])}`,
    `manifest-src ${under(['manifest.webmanifest'])}`,
    "worker-src 'self'",
    `connect-src ${under(serverAgreed ? [...fetchedPaths, 'v1/'] : fetchedPaths)}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': directives.join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  };
}
