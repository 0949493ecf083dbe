/** What both pages offer to the driver, as `globalThis.bench`. All times are milliseconds, seen from the page. */
export interface BenchPage {
  /** Resolves when texts can be read. */
  readonly ready: Promise<{ threads: number }>;
  /** Reads the texts one after the other; the time of each. */
  timeEach(texts: readonly string[]): Promise<number[]>;
  /** Reads the texts `size` at a time; the time of all. */
  timeBatches(texts: readonly string[], size: number): Promise<number>;
}
