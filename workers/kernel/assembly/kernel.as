// The kernel's doors. AssemblyScript, compiled by `npm run kernel` to ../kernel.wasm.

import { exponential } from './numbers';

export { embed, normalise, score } from './tokens';
export { multiply, pack, round } from './linear';
export { attend } from './attention';

/** e to the power of four numbers of small size, in place. */
export function exponentials(at: usize): void {
  v128.store(at, exponential(v128.load(at)));
}
