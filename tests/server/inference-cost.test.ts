import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCostModel } from '../../server/services/inference/cost-model.ts';

const charactersPerToken = 5;
const costOf = (tokens: number, busyMs: number, texts = 1) => ({
  texts,
  characters: tokens * charactersPerToken,
  tokens,
  busyMs,
});
const prices = fc.record({
  perText: fc.double({ min: 0.2, max: 20, noNaN: true }),
  perToken: fc.double({ min: 0.01, max: 3, noNaN: true }),
});
const lengths = fc.array(fc.integer({ min: 5, max: 400 }), { minLength: 60, maxLength: 120 });

it('finds what texts and tokens cost', () => {
  fc.assert(
    fc.property(prices, lengths, ({ perText, perToken }, tokens) => {
      const model = createCostModel();
      const ms = (count: number): number => perText + perToken * count;
      model.startFrom([7, 12, 19, 25, 40].map((count) => costOf(count, ms(count))));
      for (const count of tokens) model.observe(costOf(count, ms(count)));
      for (const count of [13, 100]) {
        const predictedMs = model.predictMs(1, count * charactersPerToken);
        expect(predictedMs / ms(count)).toBeGreaterThan(0.75);
        expect(predictedMs / ms(count)).toBeLessThan(1.33);
      }
    }),
  );
});

it('keeps what it knew of other lengths while it sees but one', () => {
  const model = createCostModel();
  model.startFrom([7, 12, 25, 60].map((count) => costOf(count, 1 + 0.2 * count)));
  for (let i = 0; i < 1000; i += 1) model.observe(costOf(13, 3.6));
  expect(model.predictMs(1, 200 * charactersPerToken)).toBeGreaterThan(30);
  expect(model.predictMs(1, 200 * charactersPerToken)).toBeLessThan(55);
});

it('follows a machine that has become slow, and not one slow reading', () => {
  const model = createCostModel();
  model.startFrom([7, 12, 25, 60].map((count) => costOf(count, 1 + 0.2 * count)));
  const predictMs = (): number => model.predictMs(1, 20 * charactersPerToken);
  for (let i = 0; i < 200; i += 1) model.observe(costOf(20, 5));
  model.observe(costOf(20, 60_000));
  expect(predictMs()).toBeLessThan(6);
  for (let i = 0; i < 300; i += 1) model.observe(costOf(20, 20));
  expect(predictMs()).toBeGreaterThan(17);
});

it('never predicts nothing, less than nothing or no number', () => {
  const reading = fc.record({
    texts: fc.integer({ min: 0, max: 300 }),
    characters: fc.integer({ min: 0, max: 2_000_000 }),
    tokens: fc.integer({ min: 0, max: 600_000 }),
    busyMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(reading), fc.array(reading), (proven, observed) => {
      const model = createCostModel();
      model.startFrom(proven);
      for (const cost of observed) model.observe(cost);
      const predictedMs = model.predictMs(1, 60);
      expect(Number.isFinite(predictedMs)).toBe(true);
      expect(predictedMs).toBeGreaterThan(0);
    }),
  );
});
