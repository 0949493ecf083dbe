import { expect, it } from 'vitest';
import { createSentMeter } from '../../../src/engine/sent-meter.ts';

it('adds up, and tells those who listen until they stop', () => {
  const meter = createSentMeter();
  const seen: number[] = [];
  const stop = meter.subscribe(() => seen.push(meter.get()));
  expect(meter.get()).toBe(0);
  meter.add(2);
  meter.add(0);
  meter.add(3);
  stop();
  meter.add(1);
  expect(seen).toEqual([2, 5]);
  expect(meter.get()).toBe(6);
});

it('goes on where it stood when the page was loaded anew, and keeps what is sent', () => {
  const saved: number[] = [];
  const meter = createSentMeter({ load: () => 7, save: (bytes) => saved.push(bytes) });
  expect(meter.get()).toBe(7);
  meter.add(0);
  meter.add(3);
  expect(meter.get()).toBe(10);
  expect(saved).toEqual([10]);
});
