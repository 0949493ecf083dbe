/** The API as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1.html), made from the table of its operations. */
import type { ErrorCode } from '#core/contracts/errors';
import { wordsFor } from '../program-words.ts';
import { errorsOf, errorStatus, jsonMediaType } from './operation.ts';
import type { Answer, Content, Operation, Parameter } from './operation.ts';
import { operations } from './operations.ts';
import { jsonSchemaOf, schemaComponents } from './schemas.ts';
import { compatError } from '../routes/compat.ts';
import { problem } from '#core/contracts/problem';

type Json = Readonly<Record<string, unknown>>;

const bearer = 'bearerKey';
const header = 'headerKey';
const problemContent = 'application/problem+json';

const description = `Reads the tone of English texts: negative, neutral, positive, mixed or unsure.

Texts are not logged, traced or measured, and nothing is kept of them but what is handed over as a job or given with a correction.
Errors are problem details (RFC 9457) whose \`code\` is one of a closed catalogue; \`GET problems/CODE\` explains each. \`Retry-After\` says when to try again. An address asked by a method that is not here answers 405, \`method-not-allowed\`, and names those that are in \`Allow\`.
A \`traceparent\` (W3C Trace Context) of the caller is continued. Every answer has an \`X-Request-Id\`.`;

/** @param basePath path of the API, with a slash at both ends */
export function openapiDocument(basePath: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of operations) {
    (paths[operation.path] ??= {})[operation.method] = describe(operation);
  }
  return {
    openapi: '3.1.1',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Undertone',
      version: '1',
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: basePath === '/' ? '/' : basePath.slice(0, -1) }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: schemaComponents(),
      securitySchemes: {
        [bearer]: { type: 'http', scheme: 'bearer', description: 'A key of this server.' },
        [header]: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      },
    },
  };
}

function describe(operation: Operation): Json {
  const { id, tag, summary, description: more, scope, parameters, body, answers } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(more === undefined ? {} : { description: more }),
    security: securityOf(scope),
    ...(scope === 'public' ? {} : { 'x-scope': scope }),
    ...(parameters === undefined ? {} : { parameters: parameters.map(describeParameter) }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: describeContent(body) } }),
    responses: {
      ...Object.fromEntries(answers.map((answer) => [answer.status, describeAnswer(answer)])),
      ...describeErrors(operation),
    },
  };
}

/** On the machine itself nobody needs a key but for what is the administrator's. */
function securityOf(scope: Operation['scope']): Json[] {
  if (scope === 'public') return [];
  const withKey = [{ [bearer]: [] }, { [header]: [] }];
  return scope === 'admin' ? withKey : [...withKey, {}];
}

function describeParameter({ schema, ...parameter }: Parameter): Json {
  return { ...parameter, schema: jsonSchemaOf(schema) };
}

function describeContent(content: Readonly<Record<string, Content>>): Json {
  return Object.fromEntries(
    Object.entries(content).map(([mediaType, { schema, example }]) => [
      mediaType,
      { schema: jsonSchemaOf(schema), ...(example === undefined ? {} : { example }) },
    ]),
  );
}

function describeAnswer({ description: what, content, headers }: Answer): Json {
  return {
    description: what,
    ...(content === undefined ? {} : { content: describeContent(content) }),
    ...(headers === undefined
      ? {}
      : {
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, meaning]) => [
              name,
              { description: meaning, schema: { type: 'string' } },
            ]),
          ),
        }),
  };
}

/** Of a body that does not arrive in time. */
const lateBodyStatus = 408;

/** Errors by their status. Where an answer has the same status (a health that is not ok) that one is told. */
function describeErrors(operation: Operation): Json {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of errorsOf(operation)) {
    const status = errorStatus(operation, code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  if (operation.body !== undefined) byStatus.set(lateBodyStatus, ['input-invalid']);
  const told = [...byStatus].filter(([status]) => !operation.answers.some((each) => each.status === status));
  return Object.fromEntries(told.map(([status, codes]) => [status, describeError(codes, operation)]));
}

function describeError(codes: readonly ErrorCode[], { hasPlainErrors = false }: Operation): Json {
  const lines = codes.map((code) => `- \`${code}\`: ${wordsFor(code).message}`);
  const content = hasPlainErrors
    ? { [jsonMediaType]: { schema: jsonSchemaOf(compatError) } }
    : {
        [problemContent]: {
          schema: { allOf: [jsonSchemaOf(problem), { properties: { code: { enum: codes } } }] },
        },
      };
  return { description: lines.join('\n'), content };
}
