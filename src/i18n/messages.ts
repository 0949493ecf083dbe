/** The shape of a catalogue: plain words, steps, or words that are put together from facts; groups of these. */
export interface Messages {
  readonly [name: string]: string | readonly string[] | ((...facts: never[]) => string) | Messages;
}
