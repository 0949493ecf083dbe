/** What the page says to the workers that take in a person's own model and read with it: plain, cloneable data only. */
import type { OwnModelFacts, TonedModel } from '#core/contracts/own-model';
import type { Outcome } from './outcome.ts';

/** Files in memory, by name. */
export type HeldFiles = Readonly<Record<string, Blob>>;

export interface OwnModelSource extends TonedModel {
  /** Null where the files are kept in the origin's private file system. */
  held: HeldFiles | null;
}

/** What the person picked. */
export type Picked =
  | { kind: 'folder'; name: string; files: readonly { path: string; file: File }[] }
  | { kind: 'zip'; name: string; file: File };

export interface IntakeProgress {
  doneBytes: number;
  totalBytes: number;
}

export interface TakenModel {
  facts: OwnModelFacts;
  /** Null where the files were kept. */
  held: HeldFiles | null;
}

export interface IntakeApi {
  /** Checks a model and keeps its files, beside those of models taken in before. To be called once. */
  take(picked: Picked, onProgress: (progress: IntakeProgress) => void): Promise<Outcome<TakenModel>>;
  /** Has `take` end with `cancelled` and remove what has come. */
  stop(): void;
}
