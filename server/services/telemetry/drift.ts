/**
 * Whether what is read is still what was read at first: the population stability index between the first values of a
 * feature since the start and its latest ones (N. Siddiqi, Credit Risk Scorecards, 2006; B. Yurdakul, Statistical Properties
 * of Population Stability Index, 2018).
 */

/** Of the reference, and of what is held against it. */
export const driftWindowValues = 1000;
/** Of an empty bin, half a value: the logarithm of nothing has none. */
const leastShare = 0.5 / driftWindowValues;

export interface DriftFeature {
  /** @param bin of the value; there have to be few, and none that a caller can make */
  observe(bin: string): void;
  /**
   * 0 where both are shared out alike, and more the less they are. Undefined until there is a reference and as many values
   * behind it.
   */
  ratio(): number | undefined;
}

export function createDriftFeature(): DriftFeature {
  const reference = new Map<string, number>();
  const latest = new Map<string, number>();
  /** The latest bins, the oldest of them at `seen` modulo their number. */
  const ring: string[] = [];
  let seen = 0;

  return {
    observe(bin) {
      seen += 1;
      if (seen <= driftWindowValues) return count(reference, bin, 1);
      const place = seen % driftWindowValues;
      const oldest = ring[place];
      if (oldest !== undefined) count(latest, oldest, -1);
      ring[place] = bin;
      return count(latest, bin, 1);
    },
    ratio() {
      return seen < 2 * driftWindowValues ? undefined : stabilityIndex(reference, latest);
    },
  };
}

/** Which of the bins between the edges a number is in, the edges belonging to the bins below them. */
export function binOf(value: number, edges: readonly number[]): string {
  return String(edges.find((edge) => value <= edge) ?? '+Inf');
}

function count(bins: Map<string, number>, bin: string, by: 1 | -1): void {
  bins.set(bin, (bins.get(bin) ?? 0) + by);
}

function stabilityIndex(expected: ReadonlyMap<string, number>, actual: ReadonlyMap<string, number>): number {
  const share = (bins: ReadonlyMap<string, number>, bin: string): number =>
    Math.max((bins.get(bin) ?? 0) / driftWindowValues, leastShare);
  return [...new Set([...expected.keys(), ...actual.keys()])].reduce((sum, bin) => {
    const e = share(expected, bin);
    const a = share(actual, bin);
    return sum + (a - e) * Math.log(a / e);
  }, 0);
}
