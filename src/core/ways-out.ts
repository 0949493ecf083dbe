/** Ways to the network that nothing of the app uses and no counter can see into: they are taken away at the start. */

/**
 * Each would carry a text past the meter: by a channel of its own, or after the page is gone. A dot leads to a
 * member. The policy bounds all but the first two as well, since `connect-src` is about them.
 */
const uncounted = [
  'RTCPeerConnection',
  'webkitRTCPeerConnection',
  'WebTransport',
  'WebSocketStream',
  'fetchLater',
  'ServiceWorkerRegistration.prototype.backgroundFetch',
  // A realm of its own, which no page could ask what it sent.
  'SharedWorker',
] as const;

/** Ways that a page's meter counts, and that a worker has no use for. */
const countedInPages = ['XMLHttpRequest', 'WebSocket', 'EventSource'] as const;

/** Takes from a page what its meter could not count. */
export function closePageWays(realm: object): void {
  for (const name of uncounted) close(realm, name);
}

/** Takes from a worker every way to the network but `fetch`, and the loading of scripts. */
export function closeWorkerWays(realm: object): void {
  for (const name of [...uncounted, ...countedInPages]) close(realm, name);
}

function close(realm: object, path: string): void {
  const names = path.split('.');
  const last = names.pop() ?? '';
  let owner: unknown = realm;
  for (const name of names) owner = isOwner(owner) ? Reflect.get(owner, name) : undefined;
  if (!isOwner(owner) || !Reflect.has(owner, last)) return;
  if (!Reflect.deleteProperty(owner, last)) Reflect.set(owner, last, undefined);
}

function isOwner(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
