/** Values that a JSON Schema takes, as far as the schemas of the API go. */
import * as fc from 'fast-check';
import type { JsonSchema } from '../../server/openapi/schemas.ts';

type Schema = JsonSchema | boolean;

const longestText = 120;
const longestList = 4;
const deepest = 5;

/** @param components schemas by the names that pointers end in */
export function valuesOf(
  schema: Schema,
  components: Readonly<Record<string, JsonSchema>>,
  depth = 0,
): fc.Arbitrary<unknown> {
  const values = (inner: Schema): fc.Arbitrary<unknown> => valuesOf(inner, components, depth + 1);
  if (typeof schema === 'boolean' || depth > deepest) return fc.jsonValue({ maxDepth: 1 });
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
    return values(components[name] ?? true);
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map(values));
  switch (schema.type) {
    case 'string':
      return texts(schema);
    case 'integer':
      return fc.integer({ min: clamped(schema.minimum, -1000), max: clamped(schema.maximum, 1000) });
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array': {
      const { items = true, minItems = 0, maxItems = longestList } = schema;
      const item = Array.isArray(items) ? true : items;
      return fc.array(values(item), {
        minLength: minItems,
        maxLength: Math.min(maxItems, minItems + longestList),
      });
    }
    case 'object': {
      const { properties = {}, required = [] } = schema;
      const model = Object.fromEntries(
        Object.entries(properties).map(([name, inner]) => [name, values(inner)]),
      );
      return fc.record(model, { requiredKeys: required });
    }
    case undefined:
      return fc.jsonValue({ maxDepth: 1 });
    default:
      throw new Error('This type is not known here.');
  }
}

function texts({ format, minLength = 0, maxLength = longestText }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'date-time') {
    return fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date('2099-01-01') })
      .map((date) => date.toISOString());
  }
  const bounds = { minLength, maxLength: Math.min(maxLength, minLength + longestText) };
  const words = fc
    .array(fc.constantFrom('good', 'bad', 'soup', 'but', 'not', '.', '😀', 'e\u0301'), {
      minLength: 1,
      maxLength: 12,
    })
    .map((list) => list.join(' '));
  return fc.oneof(
    words.filter((text) => text.length >= minLength && text.length <= maxLength),
    fc.string({ ...bounds, unit: 'binary' }),
    fc.string({ ...bounds, unit: 'grapheme' }),
  );
}

function clamped(bound: number | undefined, otherwise: number): number {
  return bound === undefined || !Number.isSafeInteger(bound) || Math.abs(bound) > 1e9 ? otherwise : bound;
}
