import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workClasses } from '../../server/services/inference/inference.ts';
import type { WorkClass } from '../../server/services/inference/inference.ts';
import { ageingMs, WorkQueue } from '../../server/services/inference/work-queue.ts';

interface Item {
  readonly name: string;
  readonly workClass: WorkClass;
  readonly waitingSinceMs: number;
  readonly predictedMs: number;
}

const item = (name: string, workClass: WorkClass, waitingSinceMs: number, predictedMs = 10): Item => ({
  name,
  workClass,
  waitingSinceMs,
  predictedMs,
});

function queueOf(...items: readonly Item[]): WorkQueue<Item> {
  const queue = new WorkQueue<Item>();
  for (const each of items) queue.push(each);
  return queue;
}

/** Names in the order in which they are taken, all at one moment. */
function order(queue: WorkQueue<Item>, nowMs: number): string[] {
  const names: string[] = [];
  for (let taken = queue.take(nowMs); taken !== undefined; taken = queue.take(nowMs)) names.push(taken.name);
  return names;
}

describe('the queue', () => {
  it('gives the oldest of the highest class', () => {
    const queue = queueOf(
      item('job', 'jobs', 0),
      item('batch', 'batch', 10),
      item('first', 'interactive', 20),
      item('second', 'interactive', 30),
    );
    expect(order(queue, 40)).toEqual(['first', 'second', 'batch', 'job']);
  });

  it('moves what waits up one class in a while, and again after as long', () => {
    const job = item('job', 'jobs', 0);
    const batch = item('batch', 'batch', 5);
    const text = item('text', 'interactive', 15);
    const at = (nowMs: number): string[] => order(queueOf(job, batch, text), nowMs);
    expect(at(ageingMs - 1)).toEqual(['text', 'batch', 'job']);
    // The job counts as of a batch, and came before that one.
    expect(at(ageingMs)).toEqual(['text', 'job', 'batch']);
    expect(at(ageingMs + 5)).toEqual(['batch', 'text', 'job']);
    expect(at(2 * ageingMs)).toEqual(['job', 'batch', 'text']);
  });

  it('gives what was lost with a process before all else', () => {
    const lost = item('lost', 'jobs', 50);
    const queue = queueOf(item('text', 'interactive', 0), lost);
    queue.pushAgain(lost);
    expect(queue.depth('jobs')).toBe(1);
    expect(order(queue, 60)).toEqual(['lost', 'text']);
  });

  it('counts what is before a call in milliseconds', () => {
    const batch = item('batch', 'batch', 0, 30);
    const queue = queueOf(item('text', 'interactive', 0, 5), batch, item('job', 'jobs', 0, 400));
    expect(workClasses.map((workClass) => queue.msBefore(workClass))).toEqual([5, 35, 435]);
    expect(queue.delete(batch)).toBe(true);
    expect(queue.delete(batch)).toBe(false);
    expect(workClasses.map((workClass) => queue.msBefore(workClass))).toEqual([5, 5, 405]);
  });
});

const steps = fc.array(
  fc.record({
    workClass: fc.constantFrom(...workClasses),
    predictedMs: fc.integer({ min: 1, max: 500 }),
    pauseMs: fc.integer({ min: 0, max: 400 }),
    takes: fc.integer({ min: 0, max: 2 }),
  }),
  { minLength: 1, maxLength: 200 },
);

describe('whatever comes', () => {
  it('is taken once, and the sums follow', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const queue = new WorkQueue<Item>();
        const waiting = new Set<Item>();
        let nowMs = 0;
        for (const [i, { workClass, predictedMs, pauseMs, takes }] of all.entries()) {
          const came = item(String(i), workClass, nowMs, predictedMs);
          queue.push(came);
          waiting.add(came);
          nowMs += pauseMs;
          for (let k = 0; k < takes; k += 1) {
            const taken = queue.take(nowMs);
            if (taken !== undefined) expect(waiting.delete(taken)).toBe(true);
          }
          const sum = [...waiting].reduce((ms, each) => ms + each.predictedMs, 0);
          expect(queue.msBefore('jobs')).toBe(sum);
          expect(queue.isEmpty).toBe(waiting.size === 0);
        }
      }),
    );
  });

  /** From then on nothing that comes later is taken before it, of whatever class. */
  it('waits for no more than what came before it was at the top', () => {
    fc.assert(
      fc.property(fc.constantFrom(...workClasses), fc.integer({ min: 1, max: 50 }), (workClass, everyMs) => {
        const queue = new WorkQueue<Item>();
        const patient = item('patient', workClass, 0);
        queue.push(patient);
        const topAtMs = ageingMs * workClasses.indexOf(workClass);
        // Twice as many texts come as are taken, for ever.
        let nowMs = 0;
        for (;;) {
          queue.push(item(`a${nowMs}`, 'interactive', nowMs));
          queue.push(item(`b${nowMs}`, 'interactive', nowMs));
          nowMs += everyMs;
          const taken = queue.take(nowMs);
          if (taken === patient) break;
          expect(nowMs).toBeLessThanOrEqual(topAtMs + everyMs);
        }
      }),
    );
  });
});
