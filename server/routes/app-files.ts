/** The built page: files with ranges and precompressed copies, and `index.html` for every view of it. */
import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { UndertoneError } from '#core/contracts/errors';
import { isDocumentPath } from '#core/page-policy';
import { apiRelation, switchFile } from '#core/contracts/service-worker';
import { documentAt, levelsBelow } from '#core/view-document';

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

  app.get(`${basePath}*`, { config: { scope: 'public' } }, (request, reply) =>
    serve(request, reply, pageDir, basePath),
  );

  if (basePath !== '/') {
    const bare = basePath.slice(0, -1);
    app.get(bare, { config: { scope: 'public' } }, (request, reply) =>
      redirect(request, reply, `${bare.slice(bare.lastIndexOf('/') + 1)}/`),
    );
  }
}

function serve(
  request: FastifyRequest,
  reply: FastifyReply,
  pageDir: string,
  basePath: string,
): FastifyReply | Promise<FastifyReply> {
  const path = pathOf(request);
  if (isDocumentPath(path, basePath)) {
    const levels = levelsBelow(basePath, path);
    return levels === 0 ? reply.sendFile('index.html') : sendDocument(reply, pageDir, levels);
  }
  if (path.endsWith('/') && isDocumentPath(path.slice(0, -1), basePath)) {
    const view = path.slice(0, -1);
    return redirect(request, reply, `../${view.slice(view.lastIndexOf('/') + 1)}`);
  }
  // A part of a compressed copy is of no use to anyone; ranges are of the file itself.
  if (request.headers.range !== undefined) delete request.raw.headers['accept-encoding'];
  return reply.sendFile(`/${path.slice(basePath.length)}`);
}

/** @throws UndertoneError `not-found` where there is no built page */
async function sendDocument(reply: FastifyReply, pageDir: string, levels: number): Promise<FastifyReply> {
  const html = await readFile(join(pageDir, 'index.html'), 'utf8').catch((cause: unknown) => {
    throw new UndertoneError('not-found', {}, { cause });
  });
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-cache')
    .send(documentAt(html, levels));
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
  // The page asks for it anew at every visit, and learns by it that there is more here than files.
  if (path === switchFile) void reply.header('link', `<openapi.json>; ${apiRelation}`);
  if (compressedPattern.test(path)) void reply.header('accept-ranges', 'none');
}
