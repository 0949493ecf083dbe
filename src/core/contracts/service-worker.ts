/** What the page and the service worker know of each other: messages, names of what is kept, the switch. */

/** What the page tells the service worker. */
export type ToServiceWorker =
  /** Sent to a newer version that waits: it comes into use at once. */
  | 'use-new-version'
  /** A reader is on this device: keep what it runs on, too. Answered with a `ReaderKept` on the port sent along. */
  | { keep: readonly KeptGroup[] };

/** What a file is kept for: the app itself, or a way to read, which not every device uses. */
export const keptGroups = ['app', 'reader', 'graphics', 'own-model'] as const;
export type KeptGroup = (typeof keptGroups)[number];

/** Whether a visit without a network would find everything. */
export type ReaderKept = 'kept' | 'not-kept';

/** A file of the build that is kept for offline use, as the build lists it. */
export interface KeptFile {
  /** Relative to the app's base. */
  path: string;
  /** Of the content, in hexadecimal. */
  sha256: string;
  /** Those of the app are kept at once; the others once something of their group is in use. */
  group: KeptGroup;
}

/**
 * The file by which whoever runs the site switches the service worker off, relative to the app's base. Anything but
 * this very content leaves it on: many hosts answer an address they do not know with some page.
 */
export const switchFile = 'service-worker.json';

/**
 * Comes with that file in a `Link` header where a server that reads lies beside the app (RFC 8631). A host that has
 * files and nothing else sends none.
 */
export const apiRelation = 'rel="service-desc"';

/** Whether this, the content of the file, says that no service worker is to be used. */
export function switchesOff(content: unknown): boolean {
  return typeof content === 'object' && content !== null && 'use' in content && content.use === false;
}

/** Where the system sends what is shared with the installed app, relative to the app's base. By POST only. */
export const sharePath = 'share';
/** Follows the app's address where something was shared but nobody kept it. */
export const shareLostMark = '#share-lost';
/** The names of the parts of a share, as the web app manifest gives them. */
export const shareParts = { title: 'title', text: 'text', url: 'url', files: 'files' } as const;

/**
 * What the caches with the app's files begin with. The path is part of it, since apps on the same origin have their
 * caches in one place.
 *
 * @param basePath path of the app, with a slash at both ends
 */
export function versionPrefix(basePath: string): string {
  return `undertone:${basePath}:version:`;
}

/** A cache that is there, and empty, once the service worker has seen that it is switched off. */
export function offCacheName(basePath: string): string {
  return `undertone:${basePath}:off`;
}

/** The cache that holds what was shared until the page takes it: each share as the system sent it. */
export function shareCacheName(basePath: string): string {
  return `undertone:${basePath}:shared`;
}
