import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UndertoneError } from '#core/contracts/errors';
import type { Outcome } from '../../../../src/engine/server/server-patience.ts';
import { scriptedPatience } from './scripted-patience.ts';

const never = new AbortController().signal;
const answered = { kind: 'answered', value: 'good' } as const;

function busy(retryAfterMs: number | null = null): Outcome<string> {
  return { kind: 'failed', error: new UndertoneError('server-busy'), isPassing: true, retryAfterMs };
}

function throttled(retryAfterMs: number | null = null): Outcome<string> {
  return { kind: 'throttled', error: new UndertoneError('rate-limited'), retryAfterMs };
}

const down: Outcome<string> = {
  kind: 'failed',
  error: new UndertoneError('server-unreachable'),
  isPassing: false,
  retryAfterMs: null,
};

/** Gives the outcomes one after the other, the last one for good, and writes down when it was asked. */
function script(outcomes: readonly Outcome<string>[], nowMs: () => number) {
  const askedAtMs: number[] = [];
  return {
    askedAtMs,
    askOnce: (): Promise<Outcome<string>> => {
      askedAtMs.push(nowMs());
      return Promise.resolve(outcomes[Math.min(askedAtMs.length, outcomes.length) - 1] ?? answered);
    },
  };
}

describe('asking a server that is busy', () => {
  it('asks again until it answers, and says meanwhile until when it waits', async () => {
    const { patience, waits, nowMs } = scriptedPatience();
    const server = script([busy(), busy(4000), answered], nowMs);
    await expect(patience.ask(server.askOnce, never)).resolves.toBe('good');
    expect(server.askedAtMs).toEqual([1_000_000, 1_000_250, 1_004_750]);
    expect(waits).toEqual([
      { untilMs: 1_000_250, code: 'server-busy' },
      null,
      { untilMs: 1_004_750, code: 'server-busy' },
      null,
    ]);
  });

  it('never asks before the server said, nor longer or more often than it may', async () => {
    const delays = fc.array(fc.option(fc.nat(90_000)), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(delays, fc.double({ min: 0, max: 1, noNaN: true }), async (said, chance) => {
        const { patience, nowMs } = scriptedPatience(() => chance);
        const startMs = nowMs();
        const server = script([...said.map((delay) => throttled(delay)), answered], nowMs);
        const end = await patience.ask(server.askOnce, never).catch((thrown: unknown) => thrown);
        const { askedAtMs } = server;
        expect(askedAtMs.length).toBeLessThanOrEqual(5);
        expect((askedAtMs.at(-1) ?? 0) - startMs).toBeLessThanOrEqual(60_000);
        for (const [place, at] of askedAtMs.slice(1).entries()) {
          expect(at - (askedAtMs[place] ?? 0)).toBeGreaterThanOrEqual(said[place] ?? 0);
        }
        if (end !== 'good') expect(end).toMatchObject({ code: 'rate-limited' });
      }),
    );
  });

  it('spreads its tries over the whole of a delay that doubles', async () => {
    const { patience, nowMs } = scriptedPatience(() => 1);
    const server = script([throttled()], nowMs);
    await expect(patience.ask(server.askOnce, never)).rejects.toMatchObject({ code: 'rate-limited' });
    const gaps = server.askedAtMs.slice(1).map((at, place) => at - (server.askedAtMs[place] ?? 0));
    expect(gaps).toEqual([500, 1000, 2000, 4000]);
    const soon = scriptedPatience(() => 0);
    const again = script([throttled()], soon.nowMs);
    await expect(soon.patience.ask(again.askOnce, never)).rejects.toMatchObject({ code: 'rate-limited' });
    expect(new Set(again.askedAtMs).size).toBe(1);
  });

  it('gives up at once where it would wait too long, and says how long', async () => {
    const { patience, nowMs, pass } = scriptedPatience();
    const server = script([throttled(90_000), answered], nowMs);
    const given = { code: 'rate-limited', details: { retryAfterMs: 90_000 } };
    await expect(patience.ask(server.askOnce, never)).rejects.toMatchObject(given);
    expect(server.askedAtMs).toHaveLength(1);
    pass(10_000);
    const later = { code: 'rate-limited', details: { retryAfterMs: 80_000 } };
    await expect(patience.ask(server.askOnce, never)).rejects.toMatchObject(later);
    expect(server.askedAtMs).toHaveLength(1);
    pass(80_000);
    await expect(patience.ask(server.askOnce, never)).resolves.toBe('good');
  });

  it('asks nothing more once nobody waits', async () => {
    const { patience, waits, nowMs } = scriptedPatience();
    const server = script([busy(1000)], nowMs);
    const abort = new AbortController();
    const asking = patience.ask(server.askOnce, abort.signal);
    const ended = expect(asking).rejects.toMatchObject({ code: 'cancelled' });
    abort.abort();
    await ended;
    expect(server.askedAtMs).toHaveLength(1);
    expect(waits.at(-1)).toBeNull();
  });

  it('does not ask again where another try does nothing', async () => {
    const { patience, nowMs } = scriptedPatience();
    const refused = { kind: 'refused', error: new UndertoneError('unauthenticated') } as const;
    const server = script([refused], nowMs);
    await expect(patience.ask(server.askOnce, never)).rejects.toMatchObject({ code: 'unauthenticated' });
    const other = script([down], nowMs);
    await expect(patience.ask(other.askOnce, never)).rejects.toMatchObject({ code: 'server-unreachable' });
    expect([server, other].map(({ askedAtMs }) => askedAtMs.length)).toEqual([1, 1]);
  });
});

describe('the breaker', () => {
  async function opened() {
    const scripted = scriptedPatience();
    const server = script([down, down, down, down, down, answered], scripted.nowMs);
    for (let failure = 0; failure < 5; failure += 1) {
      await expect(scripted.patience.ask(server.askOnce, never)).rejects.toMatchObject({
        code: 'server-unreachable',
      });
    }
    return { ...scripted, server };
  }

  it('opens after several failures in a row, asks nothing, and says for how long', async () => {
    const { patience, server, pass } = await opened();
    pass(12_000);
    await expect(patience.ask(server.askOnce, never)).rejects.toMatchObject({
      code: 'server-unreachable',
      details: { isPaused: true, retryAfterMs: 18_000 },
    });
    expect(server.askedAtMs).toHaveLength(5);
  });

  it('lets one ask once it was open for long enough, and the others wait for what comes of it', async () => {
    const { patience, server, pass } = await opened();
    pass(30_000);
    const letGo: (() => void)[] = [];
    let asked = 0;
    const slow = async (): Promise<Outcome<string>> => {
      asked += 1;
      await new Promise<void>((resolve) => {
        letGo.push(resolve);
      });
      return answered;
    };
    const first = patience.ask(slow, never);
    const others = [patience.ask(server.askOnce, never), patience.ask(server.askOnce, never)];
    await new Promise((resolve) => setTimeout(resolve));
    expect([asked, server.askedAtMs.length]).toEqual([1, 5]);
    for (const release of letGo) release();
    await expect(Promise.all([first, ...others])).resolves.toEqual(['good', 'good', 'good']);
  });

  it('opens again where that one fails', async () => {
    const { patience, nowMs, pass } = await opened();
    pass(30_000);
    const still = script([down], nowMs);
    const paused = { details: { isPaused: true, retryAfterMs: 30_000 } };
    await expect(patience.ask(still.askOnce, never)).rejects.toMatchObject(paused);
    await expect(patience.ask(still.askOnce, never)).rejects.toMatchObject(paused);
    expect(still.askedAtMs).toHaveLength(1);
  });

  it('stays closed where an answer comes in between, or the server only says no', async () => {
    const { patience, nowMs } = scriptedPatience();
    const refused = { kind: 'refused', error: new UndertoneError('text-blank') } as const;
    const server = script([down, down, down, down, refused, down, down, down, down, answered], nowMs);
    const codes: unknown[] = [];
    for (let asked = 0; asked < 10; asked += 1) {
      codes.push(await patience.ask(server.askOnce, never).catch((thrown: UndertoneError) => thrown.details));
    }
    expect(codes.at(-1)).toBe('good');
    expect(codes.filter((details) => JSON.stringify(details).includes('isPaused'))).toEqual([]);
  });

  it('opens in the middle of one reading whose tries all fail', async () => {
    const { patience, nowMs } = scriptedPatience();
    const server = script([busy()], nowMs);
    await expect(patience.ask(server.askOnce, never)).rejects.toMatchObject({
      code: 'server-busy',
      details: { isPaused: true, retryAfterMs: 30_000 },
    });
    expect(server.askedAtMs).toHaveLength(5);
  });

  it('is not left half open by one who goes away', async () => {
    const { patience, server, pass } = await opened();
    pass(30_000);
    const gone = patience.ask(() => Promise.reject<Outcome<string>>(new UndertoneError('cancelled')), never);
    await expect(gone).rejects.toMatchObject({ code: 'cancelled' });
    await expect(patience.ask(server.askOnce, never)).resolves.toBe('good');
  });
});
