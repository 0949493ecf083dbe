/** Every way out of a page is counted or gone. Each test has a frame of its own, so that the runner's realm stays bare. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installMeter } from '../../src/engine/install-meter.ts';
import type { Realm } from '../../src/engine/install-meter.ts';
import { createSentMeter } from '../../src/engine/sent-meter.ts';
import type { SentMeter } from '../../src/engine/sent-meter.ts';

let frame: HTMLIFrameElement;
let realm: Realm;
let meter: SentMeter;

function isRealm(value: Window | null): value is Realm {
  return value !== null && 'XMLHttpRequest' in value;
}

beforeEach(() => {
  frame = document.createElement('iframe');
  document.body.append(frame);
  if (!isRealm(frame.contentWindow)) throw new Error('The frame has no globals.');
  realm = frame.contentWindow;
  meter = createSentMeter();
});

afterEach(() => frame.remove());

/** Where it goes does not matter: it counts when it leaves. */
const address = '/nowhere';

function form(): FormData {
  const data = new realm.FormData();
  data.append('text', 'naïve');
  data.append('file', new realm.Blob(['12345']), 'a.txt');
  return data;
}

async function sizeOf(body: BodyInit): Promise<number> {
  return (await new realm.Response(body).arrayBuffer()).byteLength;
}

const bodies: readonly (readonly [string, () => XMLHttpRequestBodyInit, number | 'as written'])[] = [
  ['a text', () => 'naïve', 6],
  ['half a character', () => 'a\uD800', 4],
  ['a blob', () => new realm.Blob(['12', '345']), 5],
  ['a buffer', () => new realm.ArrayBuffer(7), 7],
  ['a view of a part of a buffer', () => new realm.Uint16Array(new realm.ArrayBuffer(20), 2, 3), 6],
  ['parameters', () => new realm.URLSearchParams({ text: 'ï &' }), 'text=%C3%AF+%26'.length],
  ['a form', form, 'as written'],
];

const ways: readonly (readonly [string, (body: XMLHttpRequestBodyInit) => unknown])[] = [
  ['fetch', (body) => realm.fetch(address, { method: 'POST', body })],
  ['a request object', (body) => realm.fetch(new realm.Request(address, { method: 'POST', body }))],
  [
    'XMLHttpRequest',
    (body) => {
      const request = new realm.XMLHttpRequest();
      request.open('POST', address);
      request.send(body);
    },
  ],
  ['sendBeacon', (body) => realm.navigator.sendBeacon(address, body)],
];

describe.each(ways)('%s', (_, send) => {
  it.each(bodies)('counts %s', async (_name, makeBody, size) => {
    installMeter(realm, meter);
    await send(makeBody());
    await expect.poll(() => meter.get()).toBe(size === 'as written' ? await sizeOf(makeBody()) : size);
  });
});

describe('queries', () => {
  const query = 'text=a%20b';
  const asked = `${address}?${query}#not-sent`;

  it.each([
    ['fetch', () => realm.fetch(asked)],
    ['fetch of a URL', () => realm.fetch(new URL(asked, location.href))],
    ['fetch of a request', () => realm.fetch(new realm.Request(asked))],
    [
      'XMLHttpRequest',
      () => {
        const request = new realm.XMLHttpRequest();
        request.open('GET', asked);
        request.send('a body that is not sent with GET');
      },
    ],
    ['sendBeacon', () => realm.navigator.sendBeacon(asked)],
    ['EventSource', () => new realm.EventSource(asked).close()],
    ['WebSocket', () => new realm.WebSocket(`ws://localhost:1/?${query}`).close()],
    ['a service worker', () => realm.navigator.serviceWorker.register(asked).catch(() => undefined)],
    [
      'an image',
      () => {
        new realm.Image().src = asked;
      },
    ],
    [
      'a style sheet',
      () => {
        const link = realm.document.createElement('link');
        link.rel = 'stylesheet';
        link.href = asked;
        realm.document.head.append(link);
      },
    ],
    [
      'a script',
      () => {
        const script = realm.document.createElement('script');
        script.src = asked;
        realm.document.head.append(script);
      },
    ],
    [
      'a picture named by a style',
      () => {
        realm.document.body.style.background = `url("${asked}")`;
      },
    ],
    ['a worker', () => new realm.Worker(asked)],
  ])('of %s count once', async (_, ask) => {
    installMeter(realm, meter);
    await Promise.resolve(ask());
    await expect.poll(() => meter.get()).toBe(query.length);
    // What the browser lists comes later than what was counted at the call.
    await realm.fetch(address);
    const listed = () => realm.performance.getEntriesByType('resource').map((entry) => entry.name);
    await expect.poll(listed).toContain(new URL(address, location.href).href);
    expect(meter.get()).toBe(query.length);
  });

  it('that stay on the device do not count', async () => {
    installMeter(realm, meter);
    await realm.fetch('data:text/plain,a?b=c');
    await realm.fetch(URL.createObjectURL(new Blob(['a'])));
    expect(meter.get()).toBe(0);
  });

  it('that left before count too, where an element sent them', async () => {
    await new Promise((resolve) => {
      const picture = new realm.Image();
      picture.addEventListener('error', resolve);
      picture.addEventListener('load', resolve);
      picture.src = asked;
    });
    installMeter(realm, meter);
    await expect.poll(() => meter.get()).toBe(query.length);
  });
});

it('counts the messages of a socket that is open, and no others', async () => {
  installMeter(realm, meter);
  const server = new URL(location.href);
  // What the development server answers to a page that asks whether it is there.
  const socket = new realm.WebSocket(`ws://${server.host}/`, 'vite-ping');
  expect(() => socket.send('too early')).toThrow(/CONNECTING/);
  expect(meter.get()).toBe(0);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  socket.send('naïve');
  socket.send(new realm.Uint8Array(4));
  socket.send(new realm.Blob(['123']));
  expect(meter.get()).toBe(13);
  socket.close();
  socket.send('too late');
  expect(meter.get()).toBe(13);
});

it('counts a stream as it is read', async () => {
  const seen: number[] = [];
  // A network that reads the body piece by piece, since a real one takes streams only over HTTP/2.
  realm.fetch = async (input, init) => {
    const note = new realm.WritableStream<Uint8Array>({ write: () => void seen.push(meter.get()) });
    await new realm.Request(input, init).body?.pipeTo(note);
    return new realm.Response();
  };
  installMeter(realm, meter);
  const pieces = ['abc', 'naïve', 'z'];
  const body = new realm.ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = pieces.shift();
        if (piece === undefined) controller.close();
        else controller.enqueue(new realm.TextEncoder().encode(piece));
      },
    },
    { highWaterMark: 0 },
  );
  const init = { method: 'POST', body, duplex: 'half' };
  await realm.fetch(address, init);
  expect(seen).toHaveLength(3);
  expect(seen[0]).toBeLessThan(10);
  expect(meter.get()).toBe(10);
});

it('counts a document that a request object sends', async () => {
  installMeter(realm, meter);
  const page = new realm.DOMParser().parseFromString('<p>naïve</p>', 'text/xml');
  const request = new realm.XMLHttpRequest();
  request.open('POST', address);
  request.send(page);
  await expect.poll(() => meter.get()).toBe(13);
});

it('leaves what is called as it was', async () => {
  installMeter(realm, meter);
  const response = await realm.fetch(address, { method: 'POST', body: 'a' });
  expect(response).toBeInstanceOf(realm.Response);
  expect(new realm.XMLHttpRequest()).toBeInstanceOf(realm.XMLHttpRequest);
  expect(realm.WebSocket.OPEN).toBe(1);
  await expect(realm.fetch('http://[')).rejects.toThrow(/Failed to parse URL/);
  expect(meter.get()).toBe(1);
});

it('takes away what it cannot count', () => {
  expect('RTCPeerConnection' in realm).toBe(true);
  installMeter(realm, meter);
  const names = [
    'RTCPeerConnection',
    'webkitRTCPeerConnection',
    'WebTransport',
    'WebSocketStream',
    'fetchLater',
    'SharedWorker',
  ];
  expect(names.filter((name) => name in realm)).toEqual([]);
  expect('backgroundFetch' in realm.ServiceWorkerRegistration.prototype).toBe(false);
});
