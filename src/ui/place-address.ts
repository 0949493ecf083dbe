/** The address of a place, as the place itself sees it: which part of it is shown, and how. */

export type Parameters = Readonly<Record<string, string>>;

export interface PlaceAddress {
  /** What stands after the place: the id of a run. Null for the place itself. */
  readonly detail: string | null;
  /**
   * The place's own: filters, sort, step. They may hold words of a text, since they stand in the part of an address
   * that no server gets. The same object as long as the address stays.
   */
  readonly parameters: Parameters;
  /** Shows another part of the place, or the place itself, as a step one can go back from; parameters of before go. */
  open(detail: string | null, parameters?: Parameters): void;
  /**
   * Changes parameters of what is shown; null removes one.
   *
   * @param isStep whether one can go back to how it was before; else it changes in place
   */
  setParameters(changes: Readonly<Record<string, string | null>>, isStep?: boolean): void;
  /** For an ordinary link to a part of the place. */
  hrefOf(detail: string | null, parameters?: Parameters): string;
}
