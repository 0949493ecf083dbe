/**
 * What the page and its workers may do, as the browser is told it. A pure function, so that the server, the
 * development server, the service worker and the page itself all say the very same.
 */

/**
 * The service worker's script. Firefox holds what a service worker answers against the policy as if it came from this
 * address; without it, it would refuse every answer.
 */
export const serviceWorkerPath = 'sw.js';

/** What the app fetches for itself: its own files, what the service worker keeps for offline use, the model files. */
const fetchedPaths = [
  'assets/',
  'icons/',
  'index.html',
  'manifest.webmanifest',
  'service-worker.json',
  'weights/',
  serviceWorkerPath,
];

/**
 * First segments of addresses that are never a view of the page: what the server answers, and what is asked for health
 * and figures elsewhere, so that a probe of the wrong address does not find all well.
 */
const reservedSegments = new Set([
  'api',
  'assets',
  'docs',
  'health',
  'healthz',
  'icons',
  'live',
  'livez',
  'metrics',
  'ping',
  'problems',
  'ready',
  'readyz',
  'share',
  'startupz',
  'v1',
  'weights',
]);

/** The source of a pattern: views one level deeper, each of a place that has such and with the id of what it shows. */
export const deepView = '(?:files|review)/[\\w-]+';

const viewPattern = new RegExp(`^(?:index\\.html|[a-z][a-z0-9-]*|${deepView})?$`);

/** Whether the path (without query) is a view of the page: the base itself, a plain segment below it, or a deep view. */
export function isDocumentPath(path: string, basePath: string): boolean {
  if (!path.startsWith(basePath)) return false;
  const view = path.slice(basePath.length);
  return viewPattern.test(view) && !reservedSegments.has(view);
}

export interface PagePolicy {
  /** Absolute address of the app, with a slash at its end; null where it is not known and nothing may be fetched. */
  readonly baseUrl: string | null;
  /** Whether this is a document whose reader agreed to use the server. */
  readonly serverAgreed: boolean;
}

/**
 * The content policy for a document. Paths are named instead of `'self'`, so that the API, which shares the origin
 * with the page, is out of reach of requests, images and styles alike until the reader has agreed.
 */
export function contentPolicy({ baseUrl, serverAgreed }: PagePolicy): string {
  const under = (paths: readonly string[]): string =>
    baseUrl === null ? "'none'" : paths.map((path) => baseUrl + path).join(' ');
  return policyOf({
    assets: under(['assets/', serviceWorkerPath]),
    images: under(['assets/', 'icons/', serviceWorkerPath]),
    manifest: under(['manifest.webmanifest', serviceWorkerPath]),
    fetched: under(serverAgreed ? [...fetchedPaths, 'v1/'] : fetchedPaths),
  });
}

/**
 * What the built document says of itself, wherever it will be served from: nothing leaves its origin, whoever serves
 * it. The narrower policy needs the address, so it comes with the headers, or from the page once it runs.
 */
export function originPolicy(): string {
  return policyOf({ assets: "'self'", images: "'self'", manifest: "'self'", fetched: "'self'" });
}

/** The headers for every response. */
export function policyHeaders(policy: PagePolicy): Record<string, string> {
  return {
    // Framing can be forbidden by a header only.
    'content-security-policy': `${contentPolicy(policy)}; frame-ancestors 'none'`,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  };
}

interface Sources {
  assets: string;
  images: string;
  manifest: string;
  fetched: string;
}

function policyOf({ assets, images, manifest, fetched }: Sources): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src ${assets}`,
    `font-src ${assets}`,
    `img-src ${images}`,
    `manifest-src ${manifest}`,
    "worker-src 'self'",
    `connect-src ${fetched}`,
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
}
