/** The headers of every response, pages, scripts of workers and errors alike: the policy, and which request it answers. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { UndertoneError } from '#core/contracts/errors';
import { policyHeaders } from '#core/page-policy';
import { isAgreedDocument, originOf } from '../policy.ts';
import { requestIdHeader } from '../request-id.ts';

const strictTransport = 'max-age=31536000';

export interface HeadersOptions {
  readonly basePath: string;
  /** How the outside sees this server, where a proxy stands before it; else the Host header of the request counts. */
  readonly publicOrigin?: string | undefined;
}

/** The headers for one request; where its host is no plain host, a policy that allows no fetch. */
export function headersFor(request: FastifyRequest, options: HeadersOptions): Record<string, string> {
  const { basePath, publicOrigin } = options;
  const host = originOf(request.protocol, hostOf(request));
  const origin = host === undefined ? undefined : (publicOrigin ?? host);
  const policy =
    origin === undefined
      ? { baseUrl: null, serverAgreed: false }
      : { baseUrl: origin + basePath, serverAgreed: isAgreedDocument(request.url, basePath) };
  // Only where it is known that the outside has it: this server itself speaks without.
  const isEncrypted = publicOrigin?.startsWith('https:') === true;
  return {
    ...policyHeaders(policy),
    ...(isEncrypted && { 'strict-transport-security': strictTransport }),
    [requestIdHeader]: request.id,
  };
}

/** @throws per request UndertoneError `input-invalid` when the Host header is not one, of a host and a port */
export function sendPolicy(app: FastifyInstance, options: HeadersOptions): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(headersFor(request, options));
    if (originOf(request.protocol, hostOf(request)) === undefined) {
      throw new UndertoneError('input-invalid', { header: 'host' });
    }
  });
}

/** Undefined where there are several: who stands in between may have gone by another one than Node does (RFC 9112, 3.2). */
function hostOf({ headers, raw }: FastifyRequest): string | undefined {
  const hosts = raw.rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host');
  return hosts.length > 1 ? undefined : headers.host;
}
