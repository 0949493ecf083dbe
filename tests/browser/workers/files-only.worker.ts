/** Tries every way out of a worker after it was told to ask for files only. */
import { allowFilesOnly } from '../../../workers/files-only.ts';

allowFilesOnly();

const address = new URL('/nowhere', self.location.href).href;

const tries: Record<string, () => Promise<Response>> = {
  'a file': () => fetch(address, { cache: 'no-cache', headers: { range: 'bytes=0-9' } }),
  'a file, as a request': () => fetch(new Request(address)),
  'a query': () => fetch(`${address}?text=a`),
  'a query, as a request': () => fetch(new Request(`${address}?text=a`)),
  'a body': () => fetch(address, { method: 'POST', body: 'text' }),
  'a body, as a request': () => fetch(new Request(address, { method: 'PUT', body: 'text' })),
  'a body put on a request': () => fetch(new Request(address), { method: 'POST', body: 'text' }),
};

const outcomes: Record<string, boolean> = {};
for (const [name, ask] of Object.entries(tries)) {
  outcomes[name] = await ask().then(
    () => true,
    () => false,
  );
}
const ways = [
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'WebTransport',
  'WebSocketStream',
  'RTCPeerConnection',
];
self.postMessage({ outcomes, left: ways.filter((name) => name in self) });
