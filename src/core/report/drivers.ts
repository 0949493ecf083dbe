/** Words and phrases that are more common on one side than on the other. */
import type { Span } from '../contracts/analysis.ts';
import type { Driver, Drivers } from '../contracts/report.ts';
import { createPhraseCounts } from './phrase-counts.ts';
import type { PhraseCount, Side } from './phrase-counts.ts';
import { namingWords, phrasesOf, saysHow } from './phrases.ts';
import { createRowSample } from './row-sample.ts';
import type { SameRows } from './row-sample.ts';
import { z95 } from './wilson.ts';

const mostDrivers = 20;
/** As many as a picture shows: a list that names less is filled up. */
const fewestListed = 12;
/** A phrase in fewer rows of a side may be one person's. */
const fewestRows = 3;
/** Nor is one worth naming that fewer than one row in five hundred holds. */
const smallestShare = 0.002;
/** How many rows the prior weighs as much as: so many would have to hold a phrase as often as all rows do. */
const priorRows = 50;
/** A phrase stands for one within it where it holds this much of its rows. */
const coveredShare = 0.5;
/** Else it is named beside it where its rows lie this much more on the one side. */
const clearerBy = 1.5;
/** What two words name is closer to what was meant than what one does, though fewer rows hold it. */
const phraseBonus = 1.5;
/** Two phrases that share this much of their rows, of those that hold either, are of one sentence. */
const sameRowsShare = 0.7;
const mostForms = 40_000;

/**
 * Log-odds of a phrase in rows of one side against the other, over their standard error, with a Dirichlet prior taken
 * from all rows (Monroe, Colaresi and Quinn, Fightin' Words, Political Analysis 2008, equations 16, 19 and 22). A
 * phrase counts once per row, so the trials are rows; the error has the two terms for rows without it as well, which
 * their approximation drops for words that are rare.
 *
 * @param own rows of the side that hold it, of `ownRows`
 * @param other the same of the other side
 * @returns how many standard errors it is more common on the own side; below 0 on the other
 */
export function logOddsZ(own: number, ownRows: number, other: number, otherRows: number): number {
  const common = (own + other) / (ownRows + otherRows);
  // What no row holds, or every one, tells nothing of either side.
  if (!(common > 0 && common < 1)) return 0;
  const prior = priorRows * common;
  const sides = [
    [own, ownRows],
    [other, otherRows],
  ].map(([held = 0, rows = 0]) => {
    const withIt = held + prior;
    const without = rows + priorRows - withIt;
    return { logOdds: Math.log(withIt / without), variance: 1 / withIt + 1 / without };
  });
  const [first, second] = sides;
  if (first === undefined || second === undefined) return 0;
  return (first.logOdds - second.logOdds) / Math.sqrt(first.variance + second.variance);
}

export interface DriverCounts {
  /**
   * A row that reads so, and read otherwise before. Finding its phrases is most of the work, so that rows whose side
   * stays are best left as they are.
   *
   * @param from null for one that was on neither side, as every row that is new
   * @param to null for one that is on neither now
   */
  move(text: string, sentences: readonly Span[], from: Side | null, to: Side | null): void;
  drivers(): Drivers;
}

export function createDriverCounts(): DriverCounts {
  const rows = { negative: 0, positive: 0 };
  const counts = createPhraseCounts();
  const sample = createRowSample();
  /** How often a phrase is written otherwise than in lower case. */
  const forms = new Map<string, number>();

  function countForm(written: string): void {
    forms.set(written, (forms.get(written) ?? 0) + 1);
    if (forms.size <= mostForms) return;
    for (let rare = 1; forms.size > mostForms / 2; rare += 1) {
      for (const [form, count] of forms) if (count <= rare) forms.delete(form);
    }
  }

  function forgetForm(written: string): void {
    const count = forms.get(written) ?? 0;
    if (count > 1) forms.set(written, count - 1);
    else forms.delete(written);
  }

  return {
    move(text, sentences, from, to) {
      if (from === to) return;
      if (from !== null) rows[from] -= 1;
      if (to !== null) rows[to] += 1;
      sample.move(text, sentences, from, to);
      for (const [phrase, written] of phrasesOf(text, sentences)) {
        if (from !== null) counts.remove(phrase, from);
        if (to !== null) counts.add(phrase, to);
        if (written === phrase) continue;
        if (from === null) countForm(written);
        if (to === null) forgetForm(written);
      }
    },
    drivers() {
      // Asked again and again while a file is read: a list of all there are would be built each time.
      const all = [...counts.entries(Math.min(fewestOf(rows.negative), fewestOf(rows.positive)))];
      const found = {
        negative: pick(all, 'negative', rows, sample.sameRows('negative')),
        positive: pick(all, 'positive', rows, sample.sameRows('positive')),
      };
      const shown = shownForms([...found.negative, ...found.positive], forms);
      const named = (drivers: readonly Driver[]): Driver[] =>
        drivers.map((driver) => ({ ...driver, phrase: shown.get(driver.phrase) ?? driver.phrase }));
      return {
        negative: named(found.negative),
        positive: named(found.positive),
        of: { ...rows },
      };
    },
  };
}

/** Rows of a side that have to hold a phrase for it to be named. */
function fewestOf(ownRows: number): number {
  return Math.max(fewestRows, ownRows * smallestShare);
}

/**
 * The most telling first: of those that name something as many as there are, then, to fill a list that would be short,
 * those that only say how it was found.
 */
function pick(
  all: readonly PhraseCount[],
  side: Side,
  rows: Record<Side, number>,
  areSameRows: SameRows,
): Driver[] {
  const otherSide = side === 'negative' ? 'positive' : 'negative';
  const fewest = fewestOf(rows[side]);
  const candidates = all
    .filter((count) => count[side] >= fewest)
    .map((count): Driver => {
      const z = logOddsZ(count[side], rows[side], count[otherSide], rows[otherSide]);
      return { phrase: count.phrase, count: count[side], otherCount: count[otherSide], z };
    })
    .filter(({ z }) => z >= z95)
    .map((driver) => ({ driver, rank: rank(driver), naming: namingWords(driver.phrase) }))
    .toSorted(
      (a, b) =>
        b.rank - a.rank ||
        // Of those as telling, the one that names more comes first.
        b.naming - a.naming ||
        b.driver.phrase.length - a.driver.phrase.length ||
        (a.driver.phrase < b.driver.phrase ? -1 : 1),
    );
  const naming = distinct(
    candidates.filter((candidate) => candidate.naming > 0).map(({ driver }) => driver),
    [],
    mostDrivers,
    areSameRows,
  );
  const opinions = candidates
    .filter((candidate) => candidate.naming === 0 && saysHow(candidate.driver.phrase))
    .map(({ driver }) => driver);
  return distinct(opinions, naming, Math.max(naming.length, fewestListed), areSameRows);
}

/**
 * Those of before, and of the candidates as many as make up `most`. Of phrases that stand in one another those are left
 * out that add nothing, and so are other pieces of a sentence that one is named of.
 */
function distinct(
  candidates: readonly Driver[],
  before: readonly Driver[],
  most: number,
  areSameRows: SameRows,
): Driver[] {
  let picked = [...before];
  for (const candidate of candidates) {
    if (picked.length >= most) break;
    if (picked.some((longer) => isWithin(candidate, longer) && covers(longer, candidate))) continue;
    if (picked.some((other) => isOfSameRows(other, candidate, areSameRows))) continue;
    const fragments = picked.filter((shorter) => isWithin(shorter, candidate));
    const covered = fragments.filter((shorter) => covers(candidate, shorter));
    if (fragments.some((shorter) => !covered.includes(shorter) && !isClearer(candidate, shorter))) continue;
    picked = [...picked.filter((driver) => !covered.includes(driver)), candidate];
  }
  return picked;
}

/** Of phrases that do not stand in one another. */
function isOfSameRows(one: Driver, other: Driver, areSameRows: SameRows): boolean {
  if (isWithin(one, other) || isWithin(other, one)) return false;
  const [fewer, more] = [Math.min(one.count, other.count), Math.max(one.count, other.count)];
  return fewer >= sameRowsShare * more && areSameRows(one.phrase, other.phrase, sameRowsShare);
}

/** Whether it holds so many of the other's rows that it stands for it. */
function covers(longer: Driver, shorter: Driver): boolean {
  return longer.count >= coveredShare * shorter.count;
}

function isClearer(longer: Driver, shorter: Driver): boolean {
  const odds = ({ count, otherCount }: Driver): number => (count + 0.5) / (otherCount + 0.5);
  return odds(longer) >= clearerBy * odds(shorter);
}

function rank({ phrase, z }: Driver): number {
  return phrase.includes(' ') ? z * phraseBonus : z;
}

function isWithin(shorter: Driver, longer: Driver): boolean {
  return shorter.phrase !== longer.phrase && ` ${longer.phrase} `.includes(` ${shorter.phrase} `);
}

/** The form that each phrase is written in most often; lower case where that is as good as any. */
function shownForms(
  drivers: readonly Driver[],
  forms: ReadonlyMap<string, number>,
): ReadonlyMap<string, string> {
  const asked = new Map(drivers.map(({ phrase, count, otherCount }) => [phrase, count + otherCount]));
  const best = new Map<string, { form: string; count: number }>();
  for (const [form, count] of forms) {
    const phrase = form.toLowerCase();
    const lowerCase = asked.get(phrase);
    if (lowerCase === undefined) continue;
    asked.set(phrase, lowerCase - count);
    const { form: other, count: most } = best.get(phrase) ?? { form, count: 0 };
    if (count > most || (count === most && form < other)) best.set(phrase, { form, count });
  }
  return new Map(
    [...asked].map(([phrase, lowerCase]) => {
      const { form, count } = best.get(phrase) ?? { form: phrase, count: 0 };
      return [phrase, count > lowerCase ? form : phrase];
    }),
  );
}
