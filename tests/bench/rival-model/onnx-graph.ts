/** A builder for small ONNX models: nodes by operator, initialisers by name. Field numbers are those of onnx.proto3. */
import { bytes, float, integer, message, nested, text, type Encoded } from './protobuf-writer.ts';

const elementTypes = { float32: 1, uint8: 2, int8: 3, int64: 7, bool: 9 } as const;
type ElementType = keyof typeof elementTypes;

const attributeTypes = { float: 1, integer: 2, integers: 7 } as const;
const irVersion = 7;

type Attribute = { float: number } | { integer: number } | { integers: readonly number[] };

function attribute(name: string, content: Attribute): Encoded {
  if ('float' in content) {
    return message(text(1, name), float(2, content.float), integer(20, attributeTypes.float));
  }
  if ('integer' in content) {
    return message(text(1, name), integer(3, content.integer), integer(20, attributeTypes.integer));
  }
  return message(
    text(1, name),
    ...content.integers.map((item) => integer(8, item)),
    integer(20, attributeTypes.integers),
  );
}

/** A graph input or output; a dimension given by name may have any size. */
function value(name: string, type: ElementType, dimensions: readonly (number | string)[]): Encoded {
  const shape = dimensions.map((size) =>
    nested(1, typeof size === 'number' ? integer(1, size) : text(2, size)),
  );
  const tensorType = message(integer(1, elementTypes[type]), nested(2, message(...shape)));
  return message(text(1, name), nested(2, nested(1, tensorType)));
}

function tensor(
  name: string,
  type: ElementType,
  dimensions: readonly number[],
  content: Uint8Array,
): Encoded {
  return message(
    ...dimensions.map((size) => integer(1, size)),
    integer(2, elementTypes[type]),
    text(8, name),
    bytes(9, content),
  );
}

export class OnnxGraph {
  readonly #nodes: Encoded[] = [];
  readonly #initializers: Encoded[] = [];
  readonly #inputs: Encoded[] = [];
  readonly #outputs: Encoded[] = [];
  #nodeCount = 0;

  input(name: string, type: ElementType, dimensions: readonly (number | string)[]): string {
    this.#inputs.push(value(name, type, dimensions));
    return name;
  }

  output(name: string, type: ElementType, dimensions: readonly (number | string)[]): void {
    this.#outputs.push(value(name, type, dimensions));
  }

  float32(name: string, dimensions: readonly number[], content: Float32Array): string {
    return this.#initializer(name, 'float32', dimensions, new Uint8Array(content.buffer));
  }

  int8(name: string, dimensions: readonly number[], content: Int8Array): string {
    return this.#initializer(name, 'int8', dimensions, new Uint8Array(content.buffer));
  }

  int64(name: string, dimensions: readonly number[], content: readonly number[]): string {
    const packed = BigInt64Array.from(content, (item) => BigInt(item));
    return this.#initializer(name, 'int64', dimensions, new Uint8Array(packed.buffer));
  }

  #initializer(name: string, type: ElementType, dimensions: readonly number[], content: Uint8Array): string {
    this.#initializers.push(tensor(name, type, dimensions, content));
    return name;
  }

  /** Adds a node with one output and returns the output's name (`output`, or one made up). */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    output?: string,
  ): string {
    const [name = ''] = this.nodeWithOutputs(operator, inputs, 1, attributes, output);
    return name;
  }

  /** Adds a node with several outputs and returns their names. */
  nodeWithOutputs(
    operator: string,
    inputs: readonly string[],
    outputCount: number,
    attributes: Readonly<Record<string, Attribute>> = {},
    output?: string,
  ): string[] {
    this.#nodeCount += 1;
    const name = output ?? `${operator}_${this.#nodeCount}`;
    const outputs = Array.from({ length: outputCount }, (_, i) => (i === 0 ? name : `${name}_${i}`));
    this.#nodes.push(
      message(
        ...inputs.map((input) => text(1, input)),
        ...outputs.map((item) => text(2, item)),
        text(3, name),
        text(4, operator),
        ...Object.entries(attributes).map(([key, item]) => nested(5, attribute(key, item))),
      ),
    );
    return outputs;
  }

  /** The whole model file. */
  encode(name: string, opset: number): Encoded {
    const graph = message(
      ...this.#nodes.map((node) => nested(1, node)),
      text(2, name),
      ...this.#initializers.map((item) => nested(5, item)),
      ...this.#inputs.map((item) => nested(11, item)),
      ...this.#outputs.map((item) => nested(12, item)),
    );
    return message(
      integer(1, irVersion),
      text(2, 'undertone-bench'),
      nested(7, graph),
      nested(8, message(text(1, ''), integer(2, opset))),
    );
  }
}
