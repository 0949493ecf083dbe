import { afterEach, expect, it, vi } from 'vitest';
import { createSentMeter } from '../../../src/engine/sent-meter.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

it('counts bodies and query strings in bytes, before they leave', async () => {
  const meter = createSentMeter();
  const countedWhenSent: number[] = [];
  vi.stubGlobal('fetch', () => {
    countedWhenSent.push(meter.get());
    return Promise.resolve(new Response());
  });
  expect(meter.get()).toBe(0);
  await meter.send(new URL('https://tone.example/v1/health'), { method: 'GET' });
  await meter.send(new URL('https://tone.example/v1/analyze'), { method: 'POST', body: 'naïve' });
  await meter.send(new URL('https://tone.example/v1/analyze?a=1'), { method: 'POST', body: '{}' });
  expect(countedWhenSent).toEqual([0, 6, 11]);
  expect(meter.get()).toBe(11);
});

it('tells those who listen, until they stop', async () => {
  const meter = createSentMeter();
  vi.stubGlobal('fetch', () => Promise.resolve(new Response()));
  const seen: number[] = [];
  const stop = meter.subscribe(() => seen.push(meter.get()));
  const post = () => meter.send(new URL('https://tone.example/v1/analyze'), { method: 'POST', body: 'ab' });
  await post();
  await post();
  stop();
  await post();
  expect(seen).toEqual([2, 4]);
});
