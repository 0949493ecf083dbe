/** The few web globals that browsers, workers and Node share; anything else is a compile error in the core. */
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
}
declare const performance: { now(): number };
declare const crypto: { getRandomValues(array: Uint8Array): Uint8Array };
declare function setTimeout(callback: () => void, delayMs: number): unknown;
declare class MessageChannel {
  readonly port1: {
    addEventListener(type: 'message', listener: () => void): void;
    start(): void;
    close(): void;
  };
  readonly port2: { postMessage(message: null): void };
}
declare class TextDecoder {
  constructor(label: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
