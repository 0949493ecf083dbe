/** What the page and the worker that looks after the model's files say to each other: plain, cloneable data only. */
import type { Manifest } from '#core/contracts/manifest';
import type { StartState } from './inference-api.ts';
import type { Outcome } from './outcome.ts';

/** One version of the model, as far as a person needs to know it. */
export interface VersionNote {
  name: string;
  version: string;
  /** Of the files that reading takes. */
  sizeBytes: number;
}

export interface ModelVersions {
  /** The version in use, or to be from the next start on, and whether its files are here; null before the first start, and where nothing can be kept. */
  current: (VersionNote & { manifest: Manifest; isHere: boolean }) | null;
  /** The version that `goBack` makes the one in use; its files are here. */
  other: VersionNote | null;
  /**
   * A published version that may take over, and whether its files are here already; its size is what fetching takes. One
   * that was put off takes over only once it is asked for: the person went back from it, or it did not start.
   */
  newer: (VersionNote & { isHere: boolean; isPutOff: boolean }) | null;
}

/** `weightsUrl` is the absolute address of the folder that holds `registry.json`. */
export interface WeightsApi {
  versions(weightsUrl: string): Promise<Outcome<ModelVersions>>;
  /** Fetches the newer version beside the one in use. */
  fetchNewer(weightsUrl: string, onState: (state: StartState) => void): Promise<Outcome<ModelVersions>>;
  goBack(weightsUrl: string): Promise<Outcome<ModelVersions>>;
}
