import { describe, expect, it } from 'vitest';
import { UndertoneError } from '#core/contracts/errors';
import type { EngineState } from '#core/engine';
import { diagnosticReport } from '../../../src/features/settings/diagnostic-report.ts';
import { diagnosticRows } from '../../../src/features/settings/diagnostic-rows.ts';
import type { DiagnosticFacts } from '../../../src/features/settings/diagnostic-rows.ts';

type Ready = Extract<EngineState, { kind: 'ready' }>;

const facts = {
  model: { name: 'Undertone', version: '1.1.0' },
  knownAnswers: { checked: 5, known: 5 },
  isKept: true,
};
const ready: Ready = { kind: 'ready', engine: { where: 'device', backend: 'wasm', threads: 3 }, facts };
const speed = { singleMs: 12, bulkMs: 180 };

/** A device with four processors and a graphics processor, on which nothing was compared yet. */
const device: DiagnosticFacts = {
  state: ready,
  status: { rung: 'threads', serverOffered: false, wasStopped: false, setbacks: [] },
  findings: null,
  capability: {
    webAssembly: true,
    sharedMemory: true,
    cores: 4,
    privateFiles: true,
    savesData: false,
    phone: false,
  },
  gpu: 'acme one',
  room: { usedBytes: 20_000_000, quotaBytes: 12_000_000_000, isPersistent: true },
  userAgent: 'Browser/1',
};

/** What the diagnostics say under one term, on the device but for what is changed. */
function said(term: string, changes: Partial<DiagnosticFacts> = {}): string {
  const row = diagnosticRows({ ...device, ...changes }).find((one) => one.term === term);
  return (row?.lines ?? []).join('\n').replaceAll('\u00A0', ' ');
}

function withThreads(threads: number, backend: 'wasm' | 'webgpu' = 'wasm'): Ready {
  return { ...ready, engine: { where: 'device', backend, threads } };
}

describe('state', () => {
  it('is told in words, a failure with its code', () => {
    const error = new UndertoneError('model-corrupt').toData();
    expect(said('State')).toBe('Ready');
    expect(said('State', { state: { kind: 'resting' } })).toBe('Resting; the next text wakes it');
    expect(said('State', { state: { kind: 'failed', error } })).toBe(
      'Failed: The reader arrived damaged and was not used. (model-corrupt)',
    );
  });

  it('names a model of the person’s own by its hash alone: its name is theirs', () => {
    const state = { ...ready, facts: { ...facts, model: { name: 'patients-2026', version: '1a2b3c4d' } } };
    const status = { ...device.status, rung: 'own' } as const;
    expect(said('Version', { state, status })).toBe('your own model 1a2b3c4d');
    const report = diagnosticReport(diagnosticRows({ ...device, state, status }), 0);
    expect(report).not.toContain('patients-2026');
  });

  it('comes with the version that reads', () => {
    expect(said('Version')).toBe('Undertone 1.1.0');
    expect(said('Version', { state: { kind: 'idle' } })).toBe('Known once the reader is ready');
  });
});

describe('where it reads, and why', () => {
  it('names the processor with its threads, the graphics processor, the server', () => {
    expect(said('Reading on')).toBe('processor, 3 threads');
    expect(said('Reading on', { state: withThreads(1) })).toBe('processor, 1 thread');
    expect(said('Reading on', { state: withThreads(1, 'webgpu') })).toBe('graphics processor');
    const server: Ready = { kind: 'ready', engine: { where: 'server', backend: 'node', threads: 1 } };
    expect(said('Reading on', { state: server })).toBe('server');
    expect(said('Why', { state: server })).toContain('You agreed to use the server');
    expect(said('Known answers', { state: server })).toBe('The server asks for them itself.');
  });

  it('was the first that is right, as long as nothing was compared', () => {
    expect(said('Why')).toContain('It is the first that gave the known answers');
    expect(said('Why')).toContain('Graphics processor: acme one.');
    expect(said('Speed')).toBe('Not compared yet');
  });

  it('is the only way where there is no other', () => {
    const alone = { gpu: null, capability: { ...device.capability, cores: 2 } };
    expect(said('Why', alone)).toBe(
      'It is the only way to read on this device.\nThis browser offers no graphics processor that would help.',
    );
    expect(said('Speed', alone)).toBe('Not measured: there is one way to read here.');
  });

  it('is the fastest of those compared, each with its speed', () => {
    const findings = {
      fastest: { single: 'threads', bulk: 'threads' },
      tried: { single: { singleMs: 30, bulkMs: 1400 }, threads: speed },
    };
    expect(said('Why', { findings })).toContain('It is the faster of the two that were compared.');
    expect(said('Speed', { findings })).toBe(
      'The processor, several threads: 12 ms for a sentence, 180 ms for a long text\n' +
        'The processor, one thread: 30 ms for a sentence, 1.4 s for a long text',
    );
  });

  it('names what was ruled out, with the code', () => {
    const findings = {
      fastest: { single: 'threads', bulk: 'threads' },
      tried: { webgpu: 'engine-wrong', single: 'engine-failed' },
    };
    const why = said('Why', { findings });
    expect(why).toContain('It is the only one of the 3 that were compared that worked.');
    expect(why).toContain(
      'The graphics processor was ruled out: The reader gave a wrong answer to a known text and was not used. (engine-wrong)',
    );
    expect(why).toContain(
      'The processor, one thread did not work when it was tried: The reader could not run on this device. (engine-failed)',
    );
  });

  it('says so where the fastest is not in use, yet or any more', () => {
    const findings = { fastest: { single: 'webgpu', bulk: 'webgpu' }, tried: { webgpu: speed } };
    expect(said('Why', { findings })).toContain('comes first at the next start');
    const setbacks = [{ rung: 'webgpu', code: 'engine-lost', timeMs: 0 } as const];
    const status = { ...device.status, setbacks };
    expect(said('Why', { findings, status })).toContain('but failed since');
  });
});

describe('known answers', () => {
  it('tells how many were asked for at this start', () => {
    expect(said('Known answers')).toBe('All 5 asked for at this start, and all were right');
    const state = { ...ready, facts: { ...facts, knownAnswers: { checked: 1, known: 5 } } };
    expect(said('Known answers', { state })).toBe(
      '1 of 5 asked for at this start, and right; all 5 were right at the last full check in this browser',
    );
  });
});

describe('threads', () => {
  const { capability } = device;

  it('is a number, or the reason why there is one', () => {
    expect(said('Threads')).toBe('3');
    const state = withThreads(1);
    expect(said('Threads', { state, capability: { ...capability, sharedMemory: false } })).toContain(
      'not isolated',
    );
    expect(said('Threads', { state, capability: { ...capability, cores: 2 } })).toContain('on 2 processors');
    expect(said('Threads', { state })).toContain('not faster here');
    expect(said('Threads', { state: withThreads(1, 'webgpu') })).toContain('graphics processor');
  });
});

describe('storage', () => {
  it('tells how much of how much, and for how long', () => {
    expect(said('Storage')).toBe('20 MB of 12 GB that this browser allows\nKept until you erase it');
    const room = { usedBytes: 0, quotaBytes: 1000, isPersistent: false };
    expect(said('Storage', { room })).toContain('may clear it');
  });

  it('says where the reader is in memory alone, and where the browser says nothing', () => {
    const state = { ...ready, facts: { ...facts, isKept: false } };
    expect(said('Storage', { state })).toContain('in memory for this visit');
    const erased = { ...ready, facts: { ...facts, isKept: false, wasErased: true } };
    expect(said('Storage', { state: erased })).not.toContain('in memory');
    const capability = { ...device.capability, privateFiles: false };
    expect(said('Storage', { capability, room: null })).toBe(
      'This browser gives the page no place for files.\nThe browser does not say how much there is.',
    );
  });
});

describe('last errors', () => {
  it('come with their time, way and code', () => {
    expect(said('Last errors')).toBe('None since this page was opened');
    const timeMs = new Date(2026, 10, 21, 14, 3, 5).getTime();
    const setbacks = [{ rung: 'threads', code: 'engine-lost', timeMs } as const];
    expect(said('Last errors', { status: { ...device.status, setbacks } })).toMatch(
      /^21 Nov 2026, 14:03:05 · processor, several threads · The reader stopped unexpectedly\. \(engine-lost\)$/,
    );
  });
});

it('the report is plain text with a line for every fact', () => {
  const rows = diagnosticRows(device);
  const report = diagnosticReport(rows, new Date(2026, 10, 21).getTime());
  expect(report).toMatch(/^Undertone, diagnostics of 21 Nov 2026, /);
  for (const { term, lines } of rows) {
    expect(report).toContain(`\n${term}: ${(lines[0] ?? '').replaceAll('\u00A0', ' ')}\n`);
  }
  expect(report).toContain('\nStorage: 20 MB of 12 GB that this browser allows\n  Kept until you erase it\n');
  expect(report).toContain('Browser/1');
});
