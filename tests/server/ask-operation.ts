/** An operation of the table, asked with its own examples. */
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { jsonMediaType } from '../../server/openapi/operation.ts';
import type { Operation } from '../../server/openapi/operation.ts';

/** What has no example is called `none`. @param base path of the app, without a slash at its end */
export function askOperation(
  app: FastifyInstance,
  { method, path, parameters = [], body }: Operation,
  headers: Record<string, string> = {},
  base = '',
): Promise<LightMyRequestResponse> {
  const example = body?.[jsonMediaType]?.example;
  const given = (wanted: string): string => parameters.find(({ name }) => name === wanted)?.example ?? 'none';
  return app.inject({
    method: method === 'get' ? 'GET' : method === 'post' ? 'POST' : 'DELETE',
    url: base + path.replaceAll(/\{(\w+)\}/g, (_braces, name: string) => given(name)),
    headers: {
      ...Object.fromEntries(
        parameters.flatMap(({ name, in: place, required }) =>
          place === 'header' && required ? [[name.toLowerCase(), given(name)]] : [],
        ),
      ),
      ...(example === undefined ? {} : { 'content-type': jsonMediaType }),
      ...headers,
    },
    ...(example === undefined ? {} : { payload: JSON.stringify(example) }),
  });
}
