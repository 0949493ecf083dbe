/** Reads a model's graph so far as it has to be known here: which operators it has, and where its arrays lie. */

/** An array of the weights file. */
export interface Placement {
  dims: readonly number[];
  offset: number;
  length: number;
}

export interface GraphArrays {
  /** In the order in which they run. */
  operators: readonly string[];
  /** Arrays of the weights file by name. */
  placements: ReadonlyMap<string, Placement>;
  /** Names of the constants in the graph itself. */
  constants: readonly string[];
}

/** A field of a message: a number, or the bytes from `at` to `end`. */
interface Field {
  number: number;
  value: number;
  at: number;
  end: number;
}

// Numbers of the fields, from onnx.proto3.
const model = { graph: 7 } as const;
const graph = { node: 1, initializer: 5 } as const;
const node = { operator: 4 } as const;
const tensor = { dims: 1, name: 8, external: 13 } as const;
const entry = { key: 1, value: 2 } as const;

const wire = { varint: 0, eightBytes: 1, bytes: 2, fourBytes: 5 } as const;

/**
 * @param file an ONNX model
 * @throws RangeError when the file is cut off
 */
export function readGraphArrays(file: Uint8Array): GraphArrays {
  const operators: string[] = [];
  const placements = new Map<string, Placement>();
  const constants: string[] = [];
  for (const { number, at, end } of fieldsOf(file, 0, file.length)) {
    if (number !== model.graph) continue;
    for (const part of fieldsOf(file, at, end)) {
      if (part.number === graph.node) {
        const operator = textOf(file, part, node.operator);
        operators.push(operator);
      } else if (part.number === graph.initializer) {
        const name = textOf(file, part, tensor.name);
        const placement = placementOf(file, part);
        if (placement === null) constants.push(name);
        else placements.set(name, placement);
      }
    }
  }
  return { operators, placements, constants };
}

function placementOf(file: Uint8Array, { at, end }: Field): Placement | null {
  const dims: number[] = [];
  const external = new Map<string, string>();
  for (const field of fieldsOf(file, at, end)) {
    // A list of numbers is one field for all of them, or one for each.
    if (field.number === tensor.dims)
      dims.push(...(field.end === 0 ? [field.value] : varintsOf(file, field)));
    if (field.number === tensor.external)
      external.set(textOf(file, field, entry.key), textOf(file, field, entry.value));
  }
  const [offset, length] = [external.get('offset'), external.get('length')];
  return offset === undefined || length === undefined
    ? null
    : { dims, offset: Number(offset), length: Number(length) };
}

function textOf(file: Uint8Array, message: Field, number: number): string {
  for (const field of fieldsOf(file, message.at, message.end)) {
    if (field.number === number) return new TextDecoder().decode(file.subarray(field.at, field.end));
  }
  return '';
}

function* varintsOf(file: Uint8Array, { at, end }: Field): Generator<number> {
  for (let next = at; next < end;) {
    const read = varintAt(file, next);
    yield read.value;
    next = read.next;
  }
}

function* fieldsOf(file: Uint8Array, from: number, to: number): Generator<Field> {
  for (let at = from; at < to;) {
    const tag = varintAt(file, at);
    const number = Math.floor(tag.value / 8);
    const kind = tag.value % 8;
    at = tag.next;
    if (kind === wire.varint) {
      const { value, next } = varintAt(file, at);
      yield { number, value, at: 0, end: 0 };
      at = next;
      continue;
    }
    let length = kind === wire.fourBytes ? 4 : 8;
    if (kind === wire.bytes) {
      const read = varintAt(file, at);
      length = read.value;
      at = read.next;
    } else if (kind !== wire.fourBytes && kind !== wire.eightBytes) throw new RangeError('not an ONNX model');
    yield { number, value: 0, at, end: at + length };
    at += length;
  }
}

function varintAt(file: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  for (let next = at, factor = 1; ; factor *= 128) {
    const byte = file[next];
    if (byte === undefined) throw new RangeError('cut off');
    next += 1;
    value += (byte % 128) * factor;
    if (byte < 128) return { value, next };
  }
}
