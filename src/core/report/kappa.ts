/** Cohen's kappa of two who labelled the same texts, with an interval that holds where nearly all labels are one. */
import type { Interval } from './wilson.ts';

/** At most 1; 0 as good as chance, below it worse. */
export interface Kappa extends Interval {
  kappa: number;
}

const draws = 1_000;
/** Pairs that the prior weighs as much as, spread evenly over all pairs of labels that either of the two gave. */
const priorPairs = 2;

/**
 * Cohen's kappa (A coefficient of agreement for nominal scales, Educational and Psychological Measurement 1960) and the
 * middle 95 % of its posterior under a Dirichlet prior, drawn at random from the same seed every time (Basu, Banerjee and
 * Sen, Bayesian inference for kappa from single and multiple studies, Biometrics 2000).
 *
 * The large-sample interval (Fleiss, Cohen and Everitt 1969) held the truth in 54 to 87 of a hundred simulated samples of
 * fifty where 90 % are positive, since the few others decide; this one in 92 to 96. `agreement.test.ts` simulates both.
 *
 * @param table how many texts got which label: by the first of the two, then by the second, in the same order of labels
 * @returns null where it has no meaning: no texts, or all labels of both are the same one
 */
export function kappaOf(table: readonly (readonly number[])[]): Kappa | null {
  const kappa = pointOf(table);
  if (kappa === null) return null;
  const isGiven = table.map((row, label) => sum(row) + sum(table.map((other) => other[label] ?? 0)) > 0);
  const cells = isGiven.filter(Boolean).length ** 2;
  const shapes = table.map((row, one) =>
    row.map((count, other) => (isGiven[one] && isGiven[other] ? count + priorPairs / cells : 0)),
  );
  const random = createRandom();
  const drawn = Array.from({ length: draws }, () =>
    pointOf(shapes.map((row) => row.map((shape) => (shape === 0 ? 0 : gamma(shape, random))))),
  )
    .filter((each) => each !== null)
    .toSorted((a, b) => a - b);
  const at = (share: number): number => drawn[Math.floor(share * drawn.length)] ?? kappa;
  return { kappa, low: Math.min(kappa, at(0.025)), high: Math.max(kappa, at(0.975)) };
}

function pointOf(table: readonly (readonly number[])[]): number | null {
  const ofFirst = table.map(sum);
  const ofSecond = table.map((_, label) => table.reduce((all, row) => all + (row[label] ?? 0), 0));
  const all = sum(ofFirst);
  if (all === 0) return null;
  const observed = table.reduce((same, row, label) => same + (row[label] ?? 0), 0) / all;
  const expected = ofFirst.reduce(
    (chance, count, label) => chance + (count / all) * ((ofSecond[label] ?? 0) / all),
    0,
  );
  // Nothing is left to chance where both only ever gave one label.
  return expected > 1 - 1e-12 ? null : (observed - expected) / (1 - expected);
}

/** Above 0 and below 1, the same every time (Park and Miller's minimal standard, with the multiplier of 1993). */
function createRandom(): () => number {
  let state = 20_240_229;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** A draw from a gamma distribution of scale 1 (Marsaglia and Tsang, A simple method for generating gamma variables, 2000). */
function gamma(shape: number, random: () => number): number {
  if (shape < 1) return gamma(shape + 1, random) * random() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    // A standard normal draw (Box and Muller 1958).
    const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    const root = 1 + c * normal;
    if (root <= 0) continue;
    const cube = root ** 3;
    if (Math.log(random()) < normal ** 2 / 2 + d - d * cube + d * Math.log(cube)) return d * cube;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
