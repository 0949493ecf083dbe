/** Who asks, and what they may. */
import { scopes } from '#core/contracts/service';
import type { Scope } from '#core/contracts/service';

// At the places where these are declared: what routes are given is typed by those.
declare module 'fastify/types/request.js' {
  interface FastifyRequest {
    /** `nobody` where the route is public and no key was sent. */
    readonly caller: Caller;
  }
}
declare module 'fastify/types/context.js' {
  interface FastifyContextConfig {
    /** What a caller needs to be let in; every route says it. */
    scope?: Scope | 'public';
  }
}

export interface Caller {
  /** Of the API key; `anonymous` for those who need none, `nobody` for those who may do nothing. */
  readonly id: string;
  readonly scopes: ReadonlySet<Scope>;
  readonly isAnonymous: boolean;
  /** Null where there is no such limit. */
  readonly tokensPerMinute: number | null;
}

/** Those on this machine. What others have sent is not theirs to see, so they are no administrators. */
export function anonymousCaller(tokensPerMinute: number | null): Caller {
  const allowed = scopes.filter((scope) => scope !== 'admin');
  return { id: 'anonymous', scopes: new Set(allowed), isAnonymous: true, tokensPerMinute };
}

/** Before it is known who asks, and where it does not matter. */
export const nobody: Caller = {
  id: 'nobody',
  scopes: new Set(),
  isAnonymous: true,
  tokensPerMinute: null,
};
