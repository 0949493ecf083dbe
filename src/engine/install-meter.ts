/**
 * Counts what leaves a page, whoever sends it: our own code, a package, or a script that should not be here.
 *
 * What a call is given is counted when the call is made, before it leaves; streams as they are read. So a request
 * that the policy or a missing network then stops counts too: never too little, sometimes more than arrived.
 *
 * - Bodies and queries: `fetch`, `XMLHttpRequest`, `navigator.sendBeacon`; messages and query: `WebSocket`; the
 *   query: `EventSource`, `Worker`, the registration of a service worker.
 * - Queries of what elements, style sheets and `import()` load: no call can be wrapped there, but the browser lists
 *   each load once it has ended.
 * - What could not be counted, and nothing of the app uses, is taken away: `closePageWays`.
 *
 * Not counted: addresses of documents (the policy cannot forbid going somewhere; a test of the house knows every
 * place that does), headers and paths, a body that a redirect makes the browser send again, and what another realm
 * sends. Forms and frames are forbidden by the policy, workers may only ask for files.
 */
import { closePageWays } from '#core/ways-out';
import type { SentMeter } from './sent-meter.ts';

/** The globals of a window; a frame has globals of its own. */
export type Realm = Window & typeof globalThis;

/** Sees the arguments of a call before it happens, and says with which it is to happen. */
type Look = (args: unknown[], self: unknown) => unknown[];

const networkProtocols = new Set(['http:', 'https:', 'ws:', 'wss:']);
/** Loads that are listed as well, but were counted when they were asked for. */
const countedInitiators = new Set(['fetch', 'xmlhttprequest', 'beacon']);

/**
 * Wraps the realm's ways to the network. To be called before anything else runs, and once: a reference to the bare
 * `fetch` taken earlier would not be counted.
 */
export function installMeter(realm: Realm, meter: SentMeter): void {
  closePageWays(realm);

  const countQuery = (address: unknown): void => meter.add(queryBytes(realm, address));
  const countBody = (body: unknown): void => {
    if (body === null || body === undefined) return;
    // How parts are set apart is the browser's own, so it has to write them down.
    if (body instanceof realm.FormData) void countContent(new realm.Response(body), meter);
    else meter.add(bodyBytes(realm, body));
  };

  watch(realm, 'fetch', ([input, init, ...others]) => {
    countQuery(input);
    const body: unknown = isObject(init) ? Reflect.get(init, 'body') : undefined;
    if (isObject(init) && body instanceof realm.ReadableStream) {
      const counted: unknown = Object.create(init, { body: { value: countedStream(realm, body, meter) } });
      return [input, counted, ...others];
    }
    if (body !== null && body !== undefined) countBody(body);
    else if (input instanceof realm.Request && mayHaveBody(input.method) && !input.bodyUsed)
      void countContent(input.clone(), meter);
    return [input, init, ...others];
  });

  const opened = new WeakMap<XMLHttpRequest, { method: string; address: string }>();
  watch(realm.XMLHttpRequest.prototype, 'open', (args, self) => {
    if (self instanceof realm.XMLHttpRequest)
      opened.set(self, { method: String(args[0]), address: String(args[1]) });
    return args;
  });
  watch(realm.XMLHttpRequest.prototype, 'send', (args, self) => {
    const request = self instanceof realm.XMLHttpRequest ? opened.get(self) : undefined;
    if (request !== undefined) {
      countQuery(request.address);
      if (mayHaveBody(request.method)) countBody(args[0]);
    }
    return args;
  });

  watch(realm.Navigator.prototype, 'sendBeacon', (args) => {
    countQuery(args[0]);
    countBody(args[1]);
    return args;
  });

  watch(realm.WebSocket.prototype, 'send', (args, self) => {
    if (self instanceof realm.WebSocket && self.readyState === realm.WebSocket.OPEN) countBody(args[0]);
    return args;
  });
  watch(realm, 'WebSocket', (args) => {
    countQuery(args[0]);
    return args;
  });

  watch(realm.ServiceWorkerContainer?.prototype, 'register', (args) => {
    countQuery(args[0]);
    return args;
  });

  // The browser lists these too, among other loads: a source when it ends, a worker when there is a script to it.
  const unlisted = new Map<string, number>();
  for (const name of ['EventSource', 'Worker']) {
    watch(realm, name, (args) => {
      const address = addressOf(realm, args[0])?.href ?? '';
      unlisted.set(address, (unlisted.get(address) ?? 0) + 1);
      countQuery(args[0]);
      return args;
    });
  }

  new realm.PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if ('initiatorType' in entry && countedInitiators.has(String(entry.initiatorType))) continue;
      // What is listed beyond those that were asked for is the browser asking again.
      const expected = unlisted.get(entry.name) ?? 0;
      if (expected > 0) unlisted.set(entry.name, expected - 1);
      else countQuery(entry.name);
    }
  }).observe({ type: 'resource', buffered: true });
}

/** Puts a stand-in before a function or a class; does nothing where the browser has no such thing. */
function watch(owner: object | undefined, name: string, look: Look): void {
  const native: unknown = owner === undefined ? undefined : Reflect.get(owner, name);
  if (owner === undefined || typeof native !== 'function') return;
  const standIn = new Proxy(native, {
    apply: (target, self: unknown, args: unknown[]): unknown => Reflect.apply(target, self, look(args, self)),
    construct(target, args: unknown[], newTarget) {
      const made: unknown = Reflect.construct(target, look(args, undefined), newTarget);
      return isObject(made) ? made : {};
    },
  });
  Reflect.set(owner, name, standIn);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function mayHaveBody(method: string): boolean {
  return !/^(?:get|head)$/i.test(method);
}

/** The address in full; null where it is none: the call will say so itself. */
function addressOf(realm: Realm, address: unknown): URL | null {
  const given = address instanceof realm.Request ? address.url : String(address);
  const base = realm.document.baseURI;
  return URL.canParse(given, base) ? new URL(given, base) : null;
}

function queryBytes(realm: Realm, address: unknown): number {
  const url = addressOf(realm, address);
  // An address carries nothing but ASCII: a character a byte.
  return url !== null && networkProtocols.has(url.protocol) ? url.search.slice(1).length : 0;
}

function bodyBytes(realm: Realm, body: unknown): number {
  if (body instanceof realm.Blob) return body.size;
  if (ArrayBuffer.isView(body) || body instanceof realm.ArrayBuffer) return body.byteLength;
  const text =
    body instanceof realm.Document ? new realm.XMLSerializer().serializeToString(body) : String(body);
  return new TextEncoder().encode(text).length;
}

/** Counts what passes through, so what was not read was not counted. */
function countedStream(realm: Realm, body: ReadableStream, meter: SentMeter): ReadableStream {
  return body.pipeThrough(
    new realm.TransformStream<unknown, unknown>({
      transform(chunk, controller) {
        if (ArrayBuffer.isView(chunk)) meter.add(chunk.byteLength);
        controller.enqueue(chunk);
      },
    }),
  );
}

async function countContent(holder: Request | Response, meter: SentMeter): Promise<void> {
  try {
    meter.add((await holder.blob()).size);
  } catch {
    // It could not be read, so that it could not be sent either.
  }
}
