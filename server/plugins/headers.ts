/** The policy headers, on every response: pages, scripts of workers, errors alike. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { UndertoneError } from '#core/contracts/errors';
import { policyHeaders } from '#core/page-policy';
import { isAgreedDocument, originOf } from '../policy.ts';

export interface HeadersOptions {
  readonly basePath: string;
  /** How the outside sees this server, where a proxy stands before it; else the Host header of the request counts. */
  readonly publicOrigin?: string | undefined;
}

/** The policy headers for one request; where its host is no plain host, a policy that allows no fetch. */
export function headersFor(request: FastifyRequest, options: HeadersOptions): Record<string, string> {
  const { basePath } = options;
  const host = originOf(request.protocol, request.headers.host);
  const origin = host === undefined ? undefined : (options.publicOrigin ?? host);
  if (origin === undefined) return policyHeaders({ baseUrl: null, serverAgreed: false });
  return policyHeaders({
    baseUrl: origin + basePath,
    serverAgreed: isAgreedDocument(request.url, basePath),
  });
}

/** @throws per request UndertoneError `input-invalid` when the Host header is not a host and a port */
export function sendPolicy(app: FastifyInstance, options: HeadersOptions): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(headersFor(request, options));
    if (originOf(request.protocol, request.headers.host) === undefined) {
      throw new UndertoneError('input-invalid', { header: 'host' });
    }
  });
}
