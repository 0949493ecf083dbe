/** The few web globals that browsers, workers and Node share; anything else is a compile error in the core. */
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
}
declare const performance: { now(): number };
declare const crypto: { getRandomValues(array: Uint8Array): Uint8Array };
declare function setTimeout(callback: () => void, delayMs: number): unknown;
