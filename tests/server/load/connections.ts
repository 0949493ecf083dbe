/**
 * HTTP/1.1 as far as load needs it: a fifth of what Node's own client costs, which matters where client and server share
 * the processors. Answers must state their length.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface Target {
  port: number;
  path: string;
}

export interface Outcome {
  /** Of the answer; 0 where the connection broke or the request was withdrawn. */
  status: number;
  /** From the first byte sent, the opening of a connection included, to the last received. */
  tookMs: number;
  /** Value of `Retry-After`. */
  retryAfter: string | undefined;
}

interface Head {
  status: number;
  headBytes: number;
  bodyBytes: number;
  closes: boolean;
  retryAfter: string | undefined;
}

const headEnd = '\r\n\r\n';

/** @throws Error where the answer does not state its length */
function readHead(received: Buffer): Head | undefined {
  const end = received.indexOf(headEnd);
  if (end === -1) return undefined;
  const text = received.toString('latin1', 0, end);
  const length = /^content-length: *(\d+)/im.exec(text)?.[1];
  if (length === undefined) throw new Error(`An answer without its length:\n${text}`);
  return {
    status: Number(text.slice('HTTP/1.1 '.length, 'HTTP/1.1 '.length + 3)),
    headBytes: end + headEnd.length,
    bodyBytes: Number(length),
    closes: /^connection: *close/im.test(text),
    retryAfter: /^retry-after: *(.*)/im.exec(text)?.[1],
  };
}

/** Connections to one address, kept open as far as the server keeps them. */
export class Connections {
  readonly #head: string;
  readonly #port: number;
  readonly #idle: Socket[] = [];

  constructor({ port, path }: Target) {
    this.#port = port;
    this.#head = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\n`;
  }

  /** Posts a body of JSON and takes the whole answer. Rejects only where an answer is none. */
  async send(body: string, signal?: AbortSignal): Promise<Outcome> {
    const startedAtMs = performance.now();
    const request = `${this.#head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    const kept = this.#idle.pop();
    let answer = await this.#exchange(kept ?? connect(this.#port, '127.0.0.1'), request, signal);
    // A server may close a kept connection in the moment in which the next request is sent.
    if (answer === undefined && kept !== undefined && signal?.aborted !== true) {
      answer = await this.#exchange(connect(this.#port, '127.0.0.1'), request, signal);
    }
    const tookMs = performance.now() - startedAtMs;
    return { status: answer?.status ?? 0, tookMs, retryAfter: answer?.retryAfter };
  }

  close(): void {
    for (const socket of this.#idle.splice(0)) socket.destroy();
  }

  /** Undefined where the connection ends first. */
  #exchange(socket: Socket, request: string, signal: AbortSignal | undefined): Promise<Head | undefined> {
    return new Promise((resolve, reject) => {
      let received: Buffer = Buffer.alloc(0);
      let head: Head | undefined;
      const withdraw = (): void => void socket.destroy();
      const settle = (answer: Head | undefined): void => {
        signal?.removeEventListener('abort', withdraw);
        socket.removeAllListeners();
        // What breaks while nobody waits is of no interest; the next request finds out.
        socket.on('error', () => undefined);
        if (answer === undefined || answer.closes) socket.destroy();
        else this.#keep(socket);
        resolve(answer);
      };
      socket.on('data', (bytes: Buffer) => {
        received = received.length === 0 ? bytes : Buffer.concat([received, bytes]);
        try {
          head ??= readHead(received);
        } catch (thrown) {
          reject(thrown);
          socket.destroy();
          return;
        }
        if (head !== undefined && received.length >= head.headBytes + head.bodyBytes) settle(head);
      });
      socket.on('error', () => undefined);
      socket.on('close', () => settle(undefined));
      if (signal?.aborted === true) withdraw();
      signal?.addEventListener('abort', withdraw, { once: true });
      socket.setNoDelay(true);
      socket.write(request);
    });
  }

  #keep(socket: Socket): void {
    this.#idle.push(socket);
    socket.once('close', () => {
      const place = this.#idle.indexOf(socket);
      if (place !== -1) this.#idle.splice(place, 1);
    });
  }
}
