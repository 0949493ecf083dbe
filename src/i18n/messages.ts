/** The shape of a catalogue: plain words, or words that are put together from facts; groups of either. */
export interface Messages {
  readonly [name: string]: string | ((...facts: never[]) => string) | Messages;
}
