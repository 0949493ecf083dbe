/** Short texts strung together: is a part read as well by its evidence among its neighbours as when it is read alone? */
import * as z from 'zod/mini';
import type { Evidence, Span, Tone } from '#core/contracts/analysis';
import { likeliest } from '#core/score/likeliest';
import { calibrate } from '#core/score/verdict';
import { comparePaired } from './evaluation.ts';
import { comparison } from './evaluation-report.ts';
import type { Random } from './random.ts';
import { meanOf, shuffled } from './resampling.ts';

/** `against` holds the part read alone: its accuracy, and pooled less alone. */
const partsRow = z.object({ set: z.string(), parts: z.int(), pooled: z.number(), against: comparison });
export const partsReport = z.object({ rows: z.array(partsRow), total: partsRow });
export type PartsReport = z.infer<typeof partsReport>;

/** Whether the tone of one part is right, either way. */
export interface PartOutcome {
  readonly pooledRight: boolean;
  readonly aloneRight: boolean;
}

const fewestTexts = 2;
const mostTexts = 5;

/**
 * Puts texts in random order into groups of 2 to 5 that fit into one window; what is left over at the end is dropped.
 *
 * @param capacityTokens of a window, [CLS] and [SEP] not counted; room for the two longest texts
 */
export function groupTexts<Text extends { tokens: number }>(
  texts: readonly Text[],
  capacityTokens: number,
  random: Random,
): Text[][] {
  const sizes = mostTexts - fewestTexts + 1;
  const drawSize = (): number => fewestTexts + Math.floor(random() * sizes);
  const groups: Text[][] = [];
  let open: Text[] = [];
  let size = drawSize();
  let tokens = 0;
  for (const text of shuffled(texts, random)) {
    if (open.length === size || tokens + text.tokens > capacityTokens) {
      groups.push(open);
      open = [];
      size = drawSize();
      tokens = 0;
    }
    open.push(text);
    tokens += text.tokens;
  }
  return [...groups, open].filter((group) => group.length >= fewestTexts);
}

/** The texts as one, a space between them, and where each stands in it. */
export function joinTexts(texts: readonly string[]): { text: string; spans: Span[] } {
  let start = 0;
  const spans = texts.map((text) => {
    const span = { start, end: start + text.length };
    start = span.end + 1;
    return span;
  });
  return { text: texts.join(' '), spans };
}

/**
 * The tone of a span by the mean evidence of the tokens that start in it; undefined where none does, as when
 * a number runs on from the text before.
 */
export function pooledTone(
  evidence: readonly Evidence[],
  { start, end }: Span,
  temperature: number,
): Tone | undefined {
  const own = evidence.filter((token) => token.start >= start && token.start < end);
  if (own.length === 0) return undefined;
  const mean = (tone: Tone): number => meanOf(own.map((token) => token[tone]));
  return likeliest(calibrate([mean('negative'), mean('neutral'), mean('positive')], temperature));
}

/** Accuracy both ways, file by file and as the mean over files, with the paired bootstrap's interval of the difference. */
export function summariseParts(
  files: readonly { source: string; outcomes: readonly PartOutcome[] }[],
): PartsReport {
  const compared = comparePaired(
    files.map(({ outcomes }) =>
      outcomes.map(({ pooledRight, aloneRight }) => ({ own: pooledRight, other: aloneRight })),
    ),
  );
  const rows = files.flatMap(({ source, outcomes }, i) => {
    const against = compared.rows[i];
    const pooled = meanOf(outcomes.map(({ pooledRight }) => Number(pooledRight)));
    return against === undefined ? [] : [{ set: source, parts: outcomes.length, pooled, against }];
  });
  return {
    rows,
    total: {
      set: 'total',
      parts: rows.reduce((sum, { parts }) => sum + parts, 0),
      pooled: meanOf(rows.map(({ pooled }) => pooled)),
      against: compared.total,
    },
  };
}
