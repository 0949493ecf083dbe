/** What the page gets from a server over HTTP, alone and in batches, masked or as it stands, against this process and the command line. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { analysis } from '#core/contracts/analysis';
import type { Analysis } from '#core/contracts/analysis';
import type { Engine } from '#core/engine';
import { toRowResult } from '#core/score/row-result';
import { LocalEngine } from '../../server/local-engine.ts';
import { maskForServer } from '../../src/engine/server/masking.ts';
import { createServerEngine } from '../../src/engine/server/server-engine.ts';
import { createPatience } from '../../src/engine/server/server-patience.ts';
import { fixtureModelsDir } from '../server/fixture-models.ts';
import { createFixturePool } from '../server/fixture-pool.ts';
import { createFixtureServer, listenOnLoopback } from '../server/fixture-server.ts';
import type { FixtureServer } from '../server/fixture-server.ts';
import { runProgram } from '../server/run-program.ts';

const golden = readFileSync(new URL('../golden/golden.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => z.object({ text: z.string() }).parse(JSON.parse(line)).text);

/** Personal data of every kind that the normaliser has a word for. */
const planted = [
  'Write to jane.doe@mail.example. The room was lovely, but the waiter @jane_doe was rude.',
  'See https://x.example/jane?id=5 and www.x.example. It was good.',
  'Call (0171) 234-5678 or 12345678; nobody answered, which was terrible. Twice.',
  '😀 jane@mail.example was kind.\nHer friend bob@mail.example was not.',
];
const texts = [...golden, ...planted];
const asked = { anyLanguage: true };

const local = new LocalEngine({ modelsDir: fixtureModelsDir, where: 'cli' });
const pool = createFixturePool();
let server: FixtureServer;
let masked: Engine;
let plain: Engine;
let own: Analysis[];

beforeAll(async () => {
  await local.start();
  server = await createFixtureServer({ inference: pool });
  await pool.start();
  const baseUrl = `http://127.0.0.1:${await listenOnLoopback(server.app)}/`;
  const engineThat = (isMasking: boolean): Engine =>
    createServerEngine({
      baseUrl,
      hasConsent: () => true,
      key: () => null,
      isMasking: () => isMasking,
      loadMasking: () => Promise.resolve(maskForServer),
      patience: createPatience(() => undefined),
      fetch: (url, init) => fetch(url, init),
    });
  masked = engineThat(true);
  plain = engineThat(false);
  own = [];
  for (const text of texts) own.push(await local.analyze({ text, ...asked }));
});
afterAll(async () => {
  masked.dispose();
  plain.dispose();
  await server.close();
  pool.dispose();
  local.dispose();
});

/** Texts that are read together may differ in the last bits, and what is sent or printed has six places. */
function nearly(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : expect.closeTo(value, 5);
  if (Array.isArray(value)) return value.map(nearly);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, nearly(part)]));
}

function answerOf({ id: _id, timing: _timing, engine: _engine, ...answer }: Analysis): object {
  return answer;
}

it('there are texts with something to mask', () => {
  expect(planted.every((text) => maskForServer(text).found.length > 0)).toBe(true);
});

it('the server says what it says of the person’s own text, sentence for sentence, though it never saw it', async () => {
  const read: Analysis[] = [];
  for (const text of texts) read.push(await masked.analyze({ text, ...asked }));
  expect(read.map(({ engine }) => engine.where)).toEqual(texts.map(() => 'server'));
  expect(read.map(answerOf)).toEqual(own.map((answer) => nearly(answerOf(answer))));
});

it('rows in batches are what each is alone, masked or not', async () => {
  const expected = own.map((answer) => nearly(toRowResult(answer)));
  for (const engine of [masked, plain]) {
    const { results, model } = await engine.readRows(texts, asked);
    expect(results).toEqual(expected);
    expect(model).toEqual(own[0]?.model);
  }
});

it('the command line says the same', async () => {
  const input = ['--input', 'jsonl', '--any-language'];
  const program = runProgram('cli.ts', ['analyze', '-', ...input, '--models', fixtureModelsDir]);
  program.child.stdin.end(texts.map((text) => `${JSON.stringify({ text })}\n`).join(''));
  await program.ended;
  const lines = program.written.stdout.trim().split('\n');
  const printed = lines.map((line) => analysis.parse(JSON.parse(line)));
  expect(printed).toHaveLength(texts.length);
  expect(printed.map(answerOf)).toEqual(own.map((answer) => nearly(answerOf(answer))));
});
