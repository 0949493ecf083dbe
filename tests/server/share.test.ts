import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from './ask.ts';
import { createFixtureServer, listenOnLoopback } from './fixture-server.ts';
import { createFixturePage } from './fixture-page.ts';
import type { FixturePage } from './fixture-page.ts';
import { createFixturePool } from './fixture-pool.ts';

const secret = 'a private sentence';
const multipart = { 'content-type': 'multipart/form-data; boundary=edge' };
const body = `--edge\r\ncontent-disposition: form-data; name="text"\r\n\r\n${secret}\r\n--edge--\r\n`;

describe.each([{ basePath: '/' }, { basePath: '/deep/tone/' }])(
  'a share that no service worker took, at $basePath',
  ({ basePath }) => {
    const logged: string[] = [];
    let page: FixturePage;
    let app: FastifyInstance;
    let port: number;

    beforeAll(async () => {
      page = await createFixturePage();
      const stream = { write: (line: string) => void logged.push(line) };
      ({ app } = await createFixtureServer({
        inference: createFixturePool(),
        pageDir: page.dir,
        settings: { basePath },
        logger: { level: 'trace', stream },
      }));
      port = await listenOnLoopback(app);
    });
    afterAll(async () => {
      await app.close();
      await page.remove();
    });

    it('is discarded, and the window goes on to the app, which is told', async () => {
      const answer = await ask(port, `${basePath}share`, { method: 'POST', headers: multipart, body });
      expect(answer.status).toBe(303);
      const target = new URL(answer.headers.location ?? '', `http://localhost${basePath}share`);
      expect(target.pathname + target.search + target.hash).toBe(`${basePath}#share-lost`);
      expect(answer.body).toHaveLength(0);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.headers['content-security-policy']).toContain("form-action 'none'");
      expect(logged.join('')).not.toContain(secret);
    });

    it('is not waited for: the answer comes before its body', async () => {
      const socket = connect(port, '127.0.0.1');
      const head = `POST ${basePath}share HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 9000000\r\n\r\n`;
      const answer = await new Promise<string>((resolve, reject) => {
        socket.setEncoding('utf8');
        socket.once('data', (piece: string) => resolve(piece));
        socket.once('error', reject);
        socket.write(head);
      });
      socket.destroy();
      expect(answer).toMatch(/^HTTP\/1\.1 303 /);
    });

    it('is taken by POST alone, since an address is kept in many places', async () => {
      const answer = await ask(port, `${basePath}share?text=${encodeURIComponent(secret)}`);
      expect(answer.status).toBe(405);
      expect(answer.body.toString() + JSON.stringify(answer.headers)).not.toContain('private');
      expect(logged.join('')).not.toContain('private');
    });
  },
);
