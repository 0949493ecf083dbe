/** The wire format of protocol buffers, as far as an ONNX file needs it. Chunks are joined once, at the very end. */

/** An encoded message: its bytes in pieces, so that a large tensor is not copied at every level it is nested in. */
export interface Encoded {
  readonly chunks: readonly Uint8Array[];
  readonly sizeBytes: number;
}

const varintType = 0;
const lengthDelimitedType = 2;
const fixed32Type = 5;
const variableBits = 7;

function varint(value: number): Uint8Array {
  const digits: number[] = [];
  // BigInt, since ONNX writes negative integers as 64-bit two's complement.
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 0x7fn);
    rest >>= BigInt(variableBits);
    digits.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Uint8Array.from(digits);
}

function tag(field: number, wireType: number): Uint8Array {
  return varint(field * 8 + wireType);
}

function join(parts: readonly Encoded[]): Encoded {
  return {
    chunks: parts.flatMap((part) => part.chunks),
    sizeBytes: parts.reduce((sum, part) => sum + part.sizeBytes, 0),
  };
}

function raw(...chunks: Uint8Array[]): Encoded {
  return { chunks, sizeBytes: chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0) };
}

/** A message made of its fields, in order. */
export function message(...fields: readonly Encoded[]): Encoded {
  return join(fields);
}

/** An integer field (int32, int64, enum). */
export function integer(field: number, value: number): Encoded {
  return raw(tag(field, varintType), varint(value));
}

/** A 32-bit float field. */
export function float(field: number, value: number): Encoded {
  return raw(tag(field, fixed32Type), new Uint8Array(Float32Array.of(value).buffer));
}

/** A bytes field. */
export function bytes(field: number, value: Uint8Array): Encoded {
  return raw(tag(field, lengthDelimitedType), varint(value.byteLength), value);
}

/** A string field. */
export function text(field: number, value: string): Encoded {
  return bytes(field, new TextEncoder().encode(value));
}

/** A field that holds another message. */
export function nested(field: number, value: Encoded): Encoded {
  return join([raw(tag(field, lengthDelimitedType), varint(value.sizeBytes)), value]);
}
