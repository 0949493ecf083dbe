/** An operation of the table, asked with its own examples. */
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { jsonMediaType } from '../../server/openapi/operation.ts';
import type { Operation } from '../../server/openapi/operation.ts';

/** What has no example in the address is called `none`. @param base path of the app, without a slash at its end */
export function askOperation(
  app: FastifyInstance,
  { method, path, parameters = [], body }: Operation,
  headers: Record<string, string> = {},
  base = '',
): Promise<LightMyRequestResponse> {
  const example = body?.[jsonMediaType]?.example;
  return app.inject({
    method: method === 'get' ? 'GET' : method === 'post' ? 'POST' : 'DELETE',
    url: base + path.replaceAll(/\{\w+\}/g, 'none'),
    headers: {
      ...Object.fromEntries(
        parameters.flatMap(({ name, in: place, required, example: given = 'none' }) =>
          place === 'header' && required ? [[name.toLowerCase(), given]] : [],
        ),
      ),
      ...(example === undefined ? {} : { 'content-type': jsonMediaType }),
      ...headers,
    },
    ...(example === undefined ? {} : { payload: JSON.stringify(example) }),
  });
}
