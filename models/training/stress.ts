/** The stress suite: what a model that reads tone should do, kind by kind (after CheckList: Ribeiro et al., ACL 2020). */
import * as z from 'zod/mini';
import { tones, type Analysis } from '#core/contracts/analysis';
import type { StressKind, SwapKind } from '#core/contracts/manifest';
import { likeliest } from '#core/score/likeliest';
import { readJsonLines } from './json-lines.ts';
import { meanOf } from './resampling.ts';

const text = z.string().check(z.minLength(1));
const caseForm = z.object({
  id: z.string(),
  kind: z.string(),
  /** The second half is written when the model is final. */
  half: z.enum(['first', 'second']),
  expect: z.enum([...tones, 'mixed']),
});
/** A text, or several forms of one that should all be read alike. */
const writtenCase = z.union([
  z.extend(caseForm, { text }),
  z.extend(caseForm, { texts: z.array(text).check(z.minLength(2)) }),
]);

export type StressCase = z.infer<typeof caseForm> & { readonly texts: readonly string[] };

/** What the suite needs of an analysis. */
export type StressReading = Pick<Analysis, 'label' | 'probabilities' | 'score'>;

/** Kinds whose forms differ in who is spoken of: held to their score, not to their tone. */
const swappedKinds: ReadonlySet<string> = new Set([
  'names-swapped',
  'nationalities-swapped',
  'genders-swapped',
]);

const stressFile = new URL('../../tests/golden/stress.jsonl', import.meta.url);

/** All cases, in the order of the file; a case of one text has one form. */
export function readStress(): StressCase[] {
  return readJsonLines(stressFile, writtenCase).map((written) =>
    'texts' in written ? written : { ...written, texts: [written.text] },
  );
}

/** Whether a reading has the expected tone: the likeliest of all three, or the verdict where it is mixed. */
function passes({ label, probabilities }: StressReading, expect: StressCase['expect']): boolean {
  return expect === 'mixed' ? label === 'mixed' : likeliest(probabilities) === expect;
}

type Row = Pick<StressKind, 'kind' | 'half'>;

/** Cases with their readings by kind and half, in the order in which these first come. */
function grouped<Item extends { readonly case: StressCase }>(items: readonly Item[]): [Row, Item[]][] {
  const groups = new Map<string, [Row, Item[]]>();
  for (const item of items) {
    const { kind, half } = item.case;
    const group = groups.get(`${kind} ${half}`) ?? [{ kind, half }, []];
    group[1].push(item);
    groups.set(`${kind} ${half}`, group);
  }
  return [...groups.values()];
}

/**
 * Scores the suite. A case passes when all its forms do; it was shown as labelled when all its forms were, wrong and
 * sure when one form was shown as something else than its label or unsure, and unsure otherwise.
 *
 * @param readings of all forms of all cases, one after another
 */
export function scoreStress(
  cases: readonly StressCase[],
  readings: readonly StressReading[],
): { toned: StressKind[]; swapped: SwapKind[] } {
  let read = 0;
  const items = cases.map((own) => {
    const forms = readings.slice(read, read + own.texts.length);
    read += own.texts.length;
    return { case: own, forms };
  });
  type Item = (typeof items)[number];
  const countOf = (of: readonly Item[], holds: (form: StressReading, own: StressCase) => boolean) => ({
    inAll: of.filter(({ case: own, forms }) => forms.every((form) => holds(form, own))).length,
    inAny: of.filter(({ case: own, forms }) => forms.some((form) => holds(form, own))).length,
  });
  const isSwapped = ({ case: { kind } }: Item): boolean => swappedKinds.has(kind);
  return {
    toned: grouped(items.filter((item) => !isSwapped(item))).map(([row, of]) => {
      const labelled = countOf(of, ({ label }, { expect }) => label === expect).inAll;
      const wrong = countOf(of, ({ label }, { expect }) => label !== expect && label !== 'unsure').inAny;
      return {
        ...row,
        cases: of.length,
        passed: countOf(of, (form, { expect }) => passes(form, expect)).inAll,
        labelled,
        unsure: of.length - labelled - wrong,
        wrong,
      };
    }),
    swapped: grouped(items.filter(isSwapped)).map(([row, of]) => {
      const changes = of.flatMap(({ forms: [first, ...others] }) =>
        others.map(({ score }) => Math.abs(score - (first?.score ?? 0))),
      );
      return {
        ...row,
        cases: of.length,
        meanChange: meanOf(changes),
        largestChange: Math.max(0, ...changes),
      };
    }),
  };
}
