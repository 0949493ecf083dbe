/** Schemas as people read them. */
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { JsonSchema } from './schemas.ts';

type Schema = JsonSchema | boolean;

const bounds: readonly (readonly [keyof JsonSchema, (value: number) => string])[] = [
  ['minimum', (value) => `from ${value}`],
  ['maximum', (value) => `up to ${value}`],
  ['minLength', (value) => `at least ${value} long`],
  ['maxLength', (value) => `at most ${value} long`],
  ['minItems', (value) => `at least ${value}`],
  ['maxItems', (value) => `at most ${value}`],
];
/** What JSON numbers can hold says nothing of what is meant. */
const unbounded = new Set<unknown>([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]);

/** What may stand there, in a few words; schemas with a name are links to their place in the page. */
export function schemaText(schema: Schema): Html {
  if (typeof schema === 'boolean') return html`anything`;
  if (schema.$ref !== undefined) return schemaLink(schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1));
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.enum !== undefined) {
    return joined(
      schema.enum.map((value) => html`<code>${JSON.stringify(value)}</code>`),
      ' or ',
    );
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return joined(choices.map(schemaText), ' or ');
  // What may be null, and has no limits, has both kinds in one place.
  if (Array.isArray(schema.type)) {
    return joined(
      schema.type.map((type) => plainText({ type })),
      ' or ',
    );
  }
  return html`${plainText(schema)}${limitsOf(schema)}`;
}

function plainText(schema: JsonSchema): Html {
  const { type, items } = schema;
  if (type === 'array') {
    return Array.isArray(items) || items === undefined ? html`list` : html`list of ${schemaText(items)}`;
  }
  if (type === 'object') return schema.properties === undefined ? html`object` : propertyTable(schema);
  if (type === 'string') return schema.format === 'date-time' ? html`time, ISO 8601` : html`text`;
  if (type === 'null') return html`<code>null</code>`;
  if (type === 'integer') return html`whole number`;
  if (type === 'boolean') return html`<code>true</code> or <code>false</code>`;
  return html`${type ?? 'anything'}`;
}

function limitsOf(schema: JsonSchema): Html {
  const told = bounds.flatMap(([key, words]) => {
    const value = schema[key];
    return typeof value === 'number' && !unbounded.has(value) ? [words(value)] : [];
  });
  return told.length === 0 ? html`` : html`, ${told.join(', ')}`;
}

/** The members of an object. */
function propertyTable({ properties = {}, required = [] }: JsonSchema): Html {
  return html`<dl class="members">
    ${Object.entries(properties).map(
      ([name, schema]) =>
        html`<div>
          <dt><code>${name}</code>${required.includes(name) ? '' : html` <small>optional</small>`}</dt>
          <dd>${schemaText(schema)}</dd>
        </div>`,
    )}
  </dl>`;
}

function schemaLink(name: string): Html {
  return html`<a href="#schema-${name}">${name}</a>`;
}

function joined(pieces: readonly Html[], between: string): Html {
  return html`${pieces.map((piece, place) => html`${place === 0 ? '' : between}${piece}`)}`;
}
