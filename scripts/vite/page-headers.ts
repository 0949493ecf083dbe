/** The headers of development and preview. */
import type { Connect, Plugin } from 'vite';
import { isAgreedDocument, originOf } from '../../server/policy.ts';
import { policyHeaders } from '../../src/core/page-policy.ts';

const contentPolicy = 'content-security-policy';

/**
 * Preview sends what the server sends. Development leaves the content policy out: its page carries inline scripts
 * and a socket for live updates; everything else, isolation above all, is the same.
 */
export function pageHeaders(): Plugin {
  return {
    name: 'undertone:page-headers',
    configureServer(server) {
      server.middlewares.use(sendHeaders(false));
    },
    configurePreviewServer(server) {
      server.middlewares.use(sendHeaders(true));
    },
  };
}

function sendHeaders(withContentPolicy: boolean): Connect.NextHandleFunction {
  return (request, response, next) => {
    const origin = originOf('http', request.headers.host);
    if (origin === undefined) {
      response.writeHead(400).end();
      return;
    }
    const serverAgreed = isAgreedDocument(request.url ?? '/', '/');
    for (const [name, value] of Object.entries(policyHeaders({ baseUrl: `${origin}/`, serverAgreed }))) {
      if (withContentPolicy || name !== contentPolicy) response.setHeader(name, value);
    }
    next();
  };
}
