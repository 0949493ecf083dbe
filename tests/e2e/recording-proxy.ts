/** Stands between a browser and the app's server, and writes down everything that the browser sends. */
import { createHash } from 'node:crypto';
import { createServer, request as sendRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export interface RecordedRequest {
  method: string;
  path: string;
  /** Without the question mark. */
  query: string;
  headers: string;
  /** As it came; of a socket, the messages in a row. */
  body: Buffer;
}

export interface RecordingProxy {
  /** The app's base as the browser is to know it, with a slash at its end. */
  url: string;
  /** Complete once a request has ended, so that what is still on its way may be missing. */
  requests: RecordedRequest[];
  /** Bytes of all bodies and queries. */
  sentBytes(): number;
  /** From here on nothing is answered; what is tried is still written down. */
  goOffline(): void;
  /** Answers the next `times` requests to this path by itself, with this status and header. */
  refuse(path: string, times: number, status: number, headers: Record<string, string>): void;
  stop(): void;
}

/** What a socket's server adds to the key it is given, as RFC 6455 has it. */
const socketKeyEnd = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/**
 * Passes everything on to `target`, an address with a slash at its end; takes sockets itself.
 *
 * @param added headers that it adds to every request, as a proxy on the way does
 */
export async function startRecordingProxy(
  target: string,
  added: Record<string, string> = {},
): Promise<RecordingProxy> {
  const requests: RecordedRequest[] = [];
  let isOffline = false;
  let refusal = { path: '', timesLeft: 0, status: 503, headers: {} };

  function record(incoming: IncomingMessage): RecordedRequest {
    const { method = '', url = '/', headers } = incoming;
    const [path = '', query = ''] = url.split(/\?(.*)/s, 2);
    const recorded = { method, path, query, headers: JSON.stringify(headers), body: Buffer.alloc(0) };
    requests.push(recorded);
    return recorded;
  }

  const server = createServer((incoming, outgoing) => {
    const recorded = record(incoming);
    if (recorded.path === refusal.path && refusal.timesLeft > 0) {
      refusal.timesLeft -= 1;
      incoming.on('data', (piece: Buffer) => {
        recorded.body = Buffer.concat([recorded.body, piece]);
      });
      incoming.on('end', () => outgoing.writeHead(refusal.status, refusal.headers).end());
      return;
    }
    const onward = sendRequest(
      new URL(incoming.url ?? '/', target),
      { method: incoming.method, headers: { ...incoming.headers, ...added } },
      (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.on('data', (piece: Buffer) => {
      recorded.body = Buffer.concat([recorded.body, piece]);
      if (!isOffline) onward.write(piece);
    });
    incoming.on('end', () => {
      if (isOffline) {
        onward.destroy();
        incoming.socket.destroy();
      } else onward.end();
    });
  });

  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    const recorded = record(incoming);
    const key = createHash('sha1').update(`${incoming.headers['sec-websocket-key']}${socketKeyEnd}`);
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key.digest('base64')}\r\n\r\n`,
    );
    let unread = head;
    socket.on('data', (piece: Buffer) => {
      unread = Buffer.concat([unread, piece]);
      for (let message = readMessage(unread); message !== null; message = readMessage(unread)) {
        if (message.isData) recorded.body = Buffer.concat([recorded.body, message.payload]);
        unread = unread.subarray(message.endsAt);
      }
    });
    socket.on('error', () => socket.destroy());
  });

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    url: `http://localhost:${address.port}/`,
    requests,
    sentBytes: () => requests.reduce((sum, { query, body }) => sum + query.length + body.length, 0),
    goOffline() {
      isOffline = true;
    },
    refuse(path, timesLeft, status, headers) {
      refusal = { path, timesLeft, status, headers };
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface SocketMessage {
  isData: boolean;
  payload: Buffer;
  endsAt: number;
}

/** The first message in `bytes`, or null while it is not all there. Browsers mask theirs; long ones are not read. */
function readMessage(bytes: Buffer): SocketMessage | null {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return null;
  const length = second & 127;
  if (length > 125) throw new Error('Only short messages can be read here.');
  const endsAt = 6 + length;
  if (bytes.length < endsAt) return null;
  const mask = bytes.subarray(2, 6);
  const payload = Buffer.from(bytes.subarray(6, endsAt).map((byte, at) => byte ^ (mask[at % 4] ?? 0)));
  // Text, binary, or more of one; the others steer the connection.
  return { isData: (first & 15) < 8, payload, endsAt };
}
