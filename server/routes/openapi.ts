/** `GET openapi.json`: the contract, for programs. */
import type { FastifyInstance } from 'fastify';
import { openapiDocument } from '../openapi/document.ts';

export function openapiRoute(app: FastifyInstance, basePath: string): void {
  let document: string | undefined;
  app.get('/openapi.json', { config: { scope: 'public' } }, async (_request, reply) => {
    document ??= JSON.stringify(openapiDocument(basePath));
    return reply.type('application/json; charset=utf-8').send(document);
  });
}
