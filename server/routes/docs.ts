/** `GET docs`: the contract, for people; with a style sheet and type of its own, and nothing from elsewhere. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { FastifyInstance } from 'fastify';
import { UndertoneError } from '#core/contracts/errors';
import { docsPage } from '../openapi/docs-page.ts';

const { resolve } = createRequire(import.meta.url);

interface DocsFile {
  readonly type: string;
  readonly read: () => Promise<string | Buffer>;
}

const files = new Map<string, DocsFile>([
  ['style.css', { type: 'text/css; charset=utf-8', read: readStyle }],
  ...['literata', 'instrument-sans'].map((name): [string, DocsFile] => [
    `${name}.woff2`,
    {
      type: 'font/woff2',
      read: () => readFile(resolve(`@fontsource-variable/${name}/files/${name}-latin-wght-normal.woff2`)),
    },
  ]),
]);

/** The colours and the type of the app, whose fonts lie beside it here, and what the page makes of them. */
async function readStyle(): Promise<string> {
  const tokens = await readFile(new URL('../../src/ui/tokens.css', import.meta.url), 'utf8');
  const own = await readFile(new URL('../openapi/docs-style.css', import.meta.url), 'utf8');
  const packagedFont = /url\('@fontsource-variable\/([a-z-]+)\/[^']+'\)/g;
  return `${tokens.replaceAll(packagedFont, "url('./$1.woff2')")}\n${own}`;
}

/** Narrower than that of the app: no script, no request, and what it shows from its own origin alone. */
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "font-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface DocsRouteOptions {
  readonly basePath: string;
  readonly publicOrigin: string | undefined;
}

/** Where there is no page, whoever opens the address that was printed finds this one. */
export function docsAtBase(app: FastifyInstance, basePath: string): void {
  app.get(basePath, { config: { scope: 'public' } }, async (_request, reply) =>
    reply.code(302).header('location', './docs').send(),
  );
}

export function docsRoute(app: FastifyInstance, { basePath, publicOrigin }: DocsRouteOptions): void {
  app.get('/docs', { config: { scope: 'public' } }, async (request, reply) => {
    const origin = publicOrigin ?? `${request.protocol}://${request.host}`;
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .send(docsPage(origin + basePath.slice(0, -1)));
  });

  app.get<{ Params: { file: string } }>(
    '/docs/:file',
    { config: { scope: 'public' } },
    async ({ params }, reply) => {
      const file = files.get(params.file);
      if (file === undefined) throw new UndertoneError('not-found');
      const content = await file.read();
      return reply.type(file.type).header('cache-control', 'public, max-age=3600').send(content);
    },
  );
}
