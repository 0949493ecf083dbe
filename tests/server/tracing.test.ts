import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { post, ask } from './ask.ts';
import type { Answer } from './ask.ts';
import { fixtureModelsDir } from './fixture-models.ts';
import { runProgram } from './run-program.ts';
import type { Program } from './run-program.ts';

const patience = { timeout: 100_000, interval: 50 };
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const callerSpanId = '00f067aa0ba902b7';
const markedText = 'The zyzzyva soup was good.';

const attributes = z.array(z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) }));
const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.optional(z.string()),
  name: z.string(),
  kind: z.int(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes,
});
type Span = z.infer<typeof span>;
/** As in https://opentelemetry.io/docs/specs/otlp/#otlphttp, in JSON. */
const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
});
type Exported = z.infer<typeof exported>;

const logLine = z.object({
  level: z.int(),
  reqId: z.string(),
  msg: z.string(),
  method: z.optional(z.string()),
  route: z.optional(z.string()),
  status: z.optional(z.int()),
  elapsedMs: z.optional(z.number()),
  caller: z.optional(z.string()),
  traceId: z.optional(z.string()),
});

let receiver: Server;
let program: Program;
let dataDir: string;
let port: number;
const bodies: string[] = [];
const addresses: string[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    addresses.push(`${request.method} ${request.url} ${request.headers['content-type']}`);
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => {
    receiver.listen(0, '127.0.0.1', resolve);
  });
  const address = receiver.address();
  dataDir = mkdtempSync(join(tmpdir(), 'undertone-traced-'));
  program = runProgram('main.ts', [], {
    environment: {
      UNDERTONE_PORT: '0',
      UNDERTONE_MODELS_DIR: fixtureModelsDir,
      UNDERTONE_DATA_DIR: dataDir,
      UNDERTONE_PROCESSES: '1',
      UNDERTONE_LOG_LEVEL: 'info',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
      OTEL_BSP_SCHEDULE_DELAY: '100',
    },
  });
  port = await vi.waitFor(() => {
    const printed = /^http:\/\/localhost:(\d+)/.exec(program.written.stdout);
    if (printed === null) throw new Error(`No address yet. ${program.written.stderr}`);
    return Number(printed[1]);
  }, patience);
  await vi.waitFor(async () => expect((await ask(port, '/startupz')).status).toBe(200), patience);
});
afterAll(async () => {
  program.child.kill('SIGKILL');
  await program.ended;
  receiver.close();
  rmSync(dataDir, { recursive: true });
});

const exports = (): Exported[] => bodies.map((body) => exported.parse(JSON.parse(body)));
const spans = (): Span[] =>
  exports().flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
  );
const ofTrace = (id: string): Span[] => spans().filter((each) => each.traceId === id);
const valueOf = (each: Span, key: string): unknown =>
  Object.values(each.attributes.find((attribute) => attribute.key === key)?.value ?? {})[0];

const analyze = (headers: Record<string, string>): Promise<Answer> =>
  post(port, '/v1/analyze?q=zyzzyva', { text: markedText }, headers);

describe('the traces', () => {
  it('continue the trace of the caller, with the steps of the reading below the request', async () => {
    const answer = await analyze({ traceparent: `00-${traceId}-${callerSpanId}-01` });
    await vi.waitFor(() => expect(ofTrace(traceId)).toHaveLength(4), patience);
    const request = ofTrace(traceId).find(({ kind }) => kind === 2);
    expect(request).toMatchObject({ parentSpanId: callerSpanId, name: 'POST /v1/analyze' });
    expect(answer.headers['traceparent']).toBe(`00-${traceId}-${request?.spanId}-01`);
    const steps = ofTrace(traceId).filter(({ spanId }) => spanId !== request?.spanId);
    expect(steps.map(({ name }) => name)).toEqual(['queue', 'tokenize', 'infer']);
    for (const step of steps) {
      expect(step.parentSpanId).toBe(request?.spanId);
      expect(BigInt(step.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(step.startTimeUnixNano));
    }
    expect(request && valueOf(request, 'http.route')).toBe('/v1/analyze');
    expect(Number(request && valueOf(request, 'http.response.status_code'))).toBe(200);
    expect(addresses[0]).toBe('POST /v1/traces application/json');
    const [{ resource } = { resource: null }] = exports()[0]?.resourceSpans ?? [];
    expect(resource?.attributes).toContainEqual({ key: 'service.name', value: { stringValue: 'undertone' } });
  });

  it('begin one of their own where the caller has none, or none that can be read', async () => {
    for (const headers of [{}, { traceparent: '00-zyzzyva-1-01' }]) {
      const answer = await analyze(headers);
      const [, own = ''] = String(answer.headers['traceparent']).split('-');
      expect(own).toMatch(/^[0-9a-f]{32}$/);
      await vi.waitFor(() => expect(ofTrace(own)[0]?.parentSpanId ?? '').toBe(''), patience);
    }
  });

  it('leave out what the caller does not record', async () => {
    const unrecorded = 'a'.repeat(32);
    const answer = await analyze({ traceparent: `00-${unrecorded}-${callerSpanId}-00` });
    expect(answer.headers['traceparent']).toBeUndefined();
    const later = await analyze({});
    const [, own = ''] = String(later.headers['traceparent']).split('-');
    await vi.waitFor(() => expect(ofTrace(own).length).toBeGreaterThan(0), patience);
    expect(ofTrace(unrecorded)).toEqual([]);
  });

  it('say what went wrong by its code', async () => {
    const id = 'b'.repeat(32);
    const traceparent = `00-${id}-${callerSpanId}-01`;
    await post(port, '/v1/analyze', { zyzzyva: markedText }, { traceparent });
    await vi.waitFor(() => expect(ofTrace(id)).toHaveLength(1), patience);
    const [request] = ofTrace(id);
    expect(request && valueOf(request, 'error.type')).toBe('input-invalid');
  });
});

describe('the log', () => {
  it('has a line a request that tells whose it was, and nothing of what was sent', async () => {
    const answer = await analyze({ traceparent: `00-${traceId}-${callerSpanId}-01` });
    await ask(port, '/v1/zyzzyva');
    const lines = await vi.waitFor(() => {
      const told = program.written.stderr
        .split('\n')
        .flatMap((line) => (line.startsWith('{') ? [logLine.safeParse(JSON.parse(line)).data] : []))
        .filter((line) => line?.msg === 'Answered.');
      expect(told.at(-1)?.status).toBe(404);
      return told;
    }, patience);
    expect(
      lines.find(({ reqId } = { level: 0, reqId: '', msg: '' }) => reqId === answer.headers['x-request-id']),
    ).toEqual({
      level: 30,
      reqId: answer.headers['x-request-id'],
      msg: 'Answered.',
      method: 'POST',
      route: '/v1/analyze',
      status: 200,
      elapsedMs: expect.any(Number),
      caller: 'anonymous',
      traceId,
    });
  });

  it('and the traces hold no word that was sent, to the last one', async () => {
    const last = await analyze({});
    const [, own = ''] = String(last.headers['traceparent']).split('-');
    program.child.kill('SIGTERM');
    expect(await program.ended).toBe(0);
    // What was recorded and not sent yet is sent at the end.
    expect(ofTrace(own).length).toBeGreaterThan(0);
    expect(bodies.join('')).not.toMatch(/zyzzyva|soup/i);
    expect(program.written.stderr + program.written.stdout).not.toMatch(/zyzzyva|soup/i);
  });
});
