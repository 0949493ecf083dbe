/** What the kernel offers, as `assembly/` describes it. All arguments are addresses in its memory, and counts. */

interface Functions {
  pack(source: number, target: number, depth: number, width: number): void;
  embed(
    ids: number,
    tokens: number,
    length: number,
    width: number,
    rowOfWord: number,
    words: number,
    wordScales: number,
    places: number,
    placeScales: number,
    states: number,
  ): void;
  normalise(states: number, gain: number, bias: number, tokens: number, width: number): void;
  round(
    states: number,
    tokens: number,
    width: number,
    rounded: number,
    scales: number,
    starts: number,
    isInner: boolean,
  ): void;
  multiply(
    rounded: number,
    scales: number,
    starts: number,
    packed: number,
    weightScales: number,
    bias: number,
    out: number,
    tokens: number,
    depth: number,
    width: number,
    isAdded: boolean,
  ): void;
  attend(
    projected: number,
    mixed: number,
    rows: number,
    length: number,
    heads: number,
    headWidth: number,
    scratch: number,
  ): void;
  score(states: number, tokens: number, width: number, weights: number, bias: number, scores: number): void;
  exponentials(at: number): void;
}

export type Kernel = Functions & { readonly memory: WebAssembly.Memory };

const names = {
  pack: true,
  embed: true,
  normalise: true,
  round: true,
  multiply: true,
  attend: true,
  score: true,
  exponentials: true,
} as const satisfies Record<keyof Functions, true>;

/** Whether this is the kernel; another file in its place is not. */
export function isKernel(exports: WebAssembly.Exports): exports is WebAssembly.Exports & Kernel {
  return (
    exports['memory'] instanceof WebAssembly.Memory &&
    Object.keys(names).every((name) => typeof exports[name] === 'function')
  );
}
