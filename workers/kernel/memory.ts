/** The kernel's memory, handed out from the bottom up. */

const pageBytes = 65_536;
/** Of every piece, so that the kernel's loads are whole. */
const alignment = 64;

export interface KernelMemory {
  /** Room for so many bytes; what is in it is not known. */
  take(bytes: number): number;
  put(bytes: Uint8Array): number;
  /** Where the next piece would lie; to be given to `release`. */
  readonly top: number;
  /** Gives back everything that was taken since. */
  release(top: number): void;
  floats(at: number, count: number): Float32Array;
  integers(at: number, count: number): Int32Array;
}

/** @throws RangeError when the device has no more memory */
export function handOut(memory: WebAssembly.Memory): KernelMemory {
  // The first page is the kernel's own.
  let top = pageBytes;

  function take(bytes: number): number {
    const at = top;
    // A vector's length behind the end: what is read there has no meaning, but has to be there.
    top = Math.ceil((at + bytes + alignment) / alignment) * alignment;
    const missing = Math.ceil((top - memory.buffer.byteLength) / pageBytes);
    if (missing > 0) memory.grow(missing);
    return at;
  }

  return {
    take,
    put(bytes) {
      const at = take(bytes.length);
      new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
      return at;
    },
    get top() {
      return top;
    },
    release(to) {
      top = to;
    },
    floats: (at, count) => new Float32Array(memory.buffer, at, count),
    integers: (at, count) => new Int32Array(memory.buffer, at, count),
  };
}
