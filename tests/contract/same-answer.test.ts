import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/contracts/analysis';
import type { Analysis } from '#core/contracts/analysis';
import { LocalEngine } from '../../server/local-engine.ts';
import { fixtureModelsDir } from '../server/fixture-models.ts';
import { createFixtureServer } from '../server/fixture-server.ts';
import { createFixturePool } from '../server/fixture-pool.ts';
import { runProgram } from '../server/run-program.ts';
import { longText, shortText } from '../server/texts.ts';

const texts = [
  shortText,
  'The food was great but the service was awful.',
  'Not bad at all — I don’t regret it 😀!!!',
  'ok',
  'Write to someone@example.com or call 555 123 4567.',
  'One line.\nAnother line, rather worse.\r\n\r\nAnd a last one: fine.',
  '<p>The <b>room</b> was cold</p>',
  'e\u0301 cafe\u0301 \u{1F468}\u200D\u{1F469}\u200D\u{1F467} \u200B soft\u00ADhyphen \u0000 end',
  longText,
];

const inProcess = new LocalEngine({ modelsDir: fixtureModelsDir, where: 'cli' });
const inChild = createFixturePool();
let app: FastifyInstance;

let lines: string[];

beforeAll(async () => {
  ({ app } = await createFixtureServer({ inference: inChild }));
  await inProcess.start();
  const program = runProgram('cli.ts', ['analyze', '-', '--input', 'jsonl', '--models', fixtureModelsDir]);
  program.child.stdin.end(texts.map((text) => `${JSON.stringify({ text })}\n`).join(''));
  await program.ended;
  lines = program.written.stdout.split('\n');
});
afterAll(async () => {
  await app.close();
  inChild.dispose();
  inProcess.dispose();
});

/** What has to be the same wherever a text is read. */
function answerOf({ id, timing, engine, ...answer }: Analysis): Omit<Analysis, 'id' | 'timing' | 'engine'> {
  expect(id).not.toBe('');
  expect(timing.totalMs).toBeGreaterThan(0);
  expect(engine.backend).toBe('node');
  return answer;
}

/** To the sixth place: texts that are read together may differ in the last bits. */
const near = (value: number): unknown => expect.closeTo(value, 6);

function nearly(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : near(value);
  if (Array.isArray(value)) return value.map(nearly);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, nearly(part)]));
}

describe('the same text', () => {
  it.each(texts.map((text, number) => ({ number, text })))(
    'gets the same answer in the process, over HTTP and on the command line: $number',
    async ({ number, text }) => {
      const local = await inProcess.analyze({ text });
      const response = await app.inject({ method: 'POST', url: '/v1/analyze', payload: { text } });
      const served = analysis.parse(response.json());
      const printed = analysis.parse(JSON.parse(lines[number] ?? ''));
      expect([local, served, printed].map(({ engine }) => engine.where)).toEqual(['cli', 'server', 'cli']);
      expect(answerOf(served)).toEqual(nearly(answerOf(local)));
      expect(answerOf(printed)).toEqual(nearly(answerOf(local)));
    },
  );
});
