/** The built page: files with ranges and precompressed copies, and `index.html` for every view of it. */
import { relative, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { UndertoneError } from '#core/contracts/errors';
import { isDocumentPath } from '#core/page-policy';

/** Names that change with their content: what the bundler writes, and model files with the start of their hash. */
const hashedPattern = /^(?:assets\/.+|weights\/.+-[0-9a-f]{16}\.[a-z]+)$/;
const compressedPattern = /\.(?:br|gz)$/;

/**
 * Serves `pageDir` under `basePath`.
 *
 * @param pageDir absolute path of the built page
 */
export function appFilesRoute(app: FastifyInstance, pageDir: string, basePath: string): void {
  void app.register(fastifyStatic, {
    root: pageDir,
    serve: false,
    preCompressed: true,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (reply, path) => setFileHeaders(reply, relative(pageDir, path).split(sep).join('/')),
  });

  app.get(`${basePath}*`, (request, reply) => serve(request, reply, basePath));

  if (basePath !== '/') {
    const bare = basePath.slice(0, -1);
    app.get(bare, (request, reply) => redirect(request, reply, `${bare.slice(bare.lastIndexOf('/') + 1)}/`));
  }
}

function serve(request: FastifyRequest, reply: FastifyReply, basePath: string): FastifyReply {
  const path = pathOf(request);
  if (isDocumentPath(path, basePath)) return reply.sendFile('index.html');
  if (path.endsWith('/') && isDocumentPath(path.slice(0, -1), basePath)) {
    const view = path.slice(basePath.length, -1);
    return redirect(request, reply, `../${view}`);
  }
  // A part of a compressed copy is of no use to anyone; ranges are of the file itself.
  if (request.headers.range !== undefined) delete request.raw.headers['accept-encoding'];
  return reply.sendFile(`/${path.slice(basePath.length)}`);
}

function pathOf(request: FastifyRequest): string {
  const [path = ''] = request.url.split('?', 1);
  try {
    return decodeURI(path);
  } catch {
    throw new UndertoneError('not-found');
  }
}

/** Relative, so that it holds behind a proxy that serves the app somewhere else. */
function redirect(request: FastifyRequest, reply: FastifyReply, location: string): FastifyReply {
  const queryStart = request.url.indexOf('?');
  const query = queryStart === -1 ? '' : request.url.slice(queryStart);
  return reply
    .code(308)
    .header('location', location + query)
    .send();
}

function setFileHeaders(reply: FastifyReply, path: string): void {
  const hashed = hashedPattern.test(path.replace(compressedPattern, ''));
  void reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (compressedPattern.test(path)) void reply.header('accept-ranges', 'none');
}
