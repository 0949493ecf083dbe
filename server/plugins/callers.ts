/** Who asks, before anything is read of what they ask: by a key, or from this machine without one. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { UndertoneError } from '#core/contracts/errors';
import type { Scope } from '#core/contracts/service';
import { anonymousCaller, nobody } from '../services/callers.ts';
import type { Caller } from '../services/callers.ts';
import type { KeyRing } from '../services/keys/key-ring.ts';

export interface CallersOptions {
  readonly keys: Pick<KeyRing, 'callerOf'>;
  /** Of those without a key; null for no limit. */
  readonly tokensPerMinute: number | null;
}

/** Of what a proxy adds, one is enough to tell that somebody stands behind this machine. */
const proxyHeaders = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
];
const loopbackAddress = /^(?:::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/;
const loopbackHost = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/i;
const bearer = /^Bearer +(\S+) *$/i;

/**
 * Puts the caller on each request, and lets in who has the scope of the route.
 *
 * @throws Error while the app is built, for a route that does not say its scope; per request UndertoneError
 *   `unauthenticated` (`scope`, or `fault` where a key was sent), `forbidden` (`scope`)
 */
export function identifyCallers(app: FastifyInstance, { keys, tokensPerMinute }: CallersOptions): void {
  const anonymous = anonymousCaller(tokensPerMinute);
  const callers = new WeakMap<FastifyRequest, Caller>();
  // Requests that are refused before they come here are told of at their end as well.
  app.decorateRequest('caller', {
    getter() {
      return callers.get(this) ?? nobody;
    },
  });

  app.addHook('onRoute', ({ method, url, config }) => {
    // What a browser asks beforehand comes without a key; nothing is told or done but by CORS.
    if (method !== 'OPTIONS' && config?.scope === undefined) {
      throw new Error(`${String(method)} ${url} does not say which scope it needs.`);
    }
  });

  app.addHook('onRequest', (request, reply, done) => {
    const key = keyOf(request);
    const known = key === undefined ? anonymousHere(request) : keys.callerOf(key);
    if (known !== undefined) callers.set(request, known);
    const scope = request.routeOptions.config.scope ?? 'public';
    if (scope === 'public' || known?.scopes.has(scope) === true) return done();
    // Who sent no key is not told of what it may not do.
    const mayAskAgain = known === undefined || known.isAnonymous;
    done(mayAskAgain ? unauthenticated(reply, key, scope) : forbidden(reply, scope));
  });

  function anonymousHere(request: FastifyRequest): Caller | undefined {
    return isOnThisMachine(request) ? anonymous : undefined;
  }
}

/** Undefined where none was sent; empty where something was that is no key. */
function keyOf({ headers }: FastifyRequest): string | undefined {
  if (headers.authorization !== undefined) return bearer.exec(headers.authorization)?.[1] ?? '';
  const own = headers['x-api-key'];
  return own === undefined ? undefined : String(own);
}

/**
 * The host too: a page from elsewhere may have its own name lead to this machine, and would then be let in like a program
 * here.
 */
function isOnThisMachine({ socket, headers }: FastifyRequest): boolean {
  return (
    loopbackAddress.test(socket.remoteAddress ?? '') &&
    loopbackHost.test(headers.host ?? '') &&
    proxyHeaders.every((name) => headers[name] === undefined)
  );
}

/** RFC 6750, section 3. */
function unauthenticated(reply: FastifyReply, key: string | undefined, scope: Scope): UndertoneError {
  const fault = key === undefined ? '' : ', error="invalid_token"';
  void reply.header('www-authenticate', `Bearer realm="undertone"${fault}`);
  return new UndertoneError('unauthenticated', key === undefined ? { scope } : { fault: 'unknown-key' });
}

function forbidden(reply: FastifyReply, scope: Scope): UndertoneError {
  const challenge = `Bearer realm="undertone", error="insufficient_scope", scope="${scope}"`;
  void reply.header('www-authenticate', challenge);
  return new UndertoneError('forbidden', { scope });
}
