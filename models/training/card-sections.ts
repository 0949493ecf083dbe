/** Sections of the model card that are there only where the stage behind them has run. */
import type { GoldenKind, Manifest, StressKind } from '#core/contracts/manifest';
import type { ErasureReport } from './erasure.ts';
import { markdownTable, percent, points } from './evaluation-table.ts';
import type { PartsReport } from './part-groups.ts';

/** How far the marked words carry the verdict. */
export function evidenceSection(report: ErasureReport | undefined): string {
  if (report === undefined) return '';
  const { texts, comprehensiveness, sufficiency, rankCorrelation } = report;
  const contrasts = [
    ...comprehensiveness.map((row) => ({ ...row, measure: 'removed' })),
    { ...sufficiency, measure: 'kept alone' },
  ];
  const rows = contrasts.map(({ measure, wordShare, marked, random, markedBetter }) => [
    `${percent(wordShare, 0)} % of the words ${measure}`,
    marked.toFixed(3),
    random.toFixed(3),
    percent(markedBetter),
  ]);
  return `
## The evidence, put to the test

Over ${texts} dev texts of 8 to 128 tokens read as positive or negative: by how much the probability of that tone drops when
its words with the strongest evidence for it are removed (comprehensiveness: more is better) or kept alone (sufficiency: less is better),
and when as many random ones are, the mean of 5 draws (DeYoung et al., ACL 2020). Words are those that the page may mark: *the* and *was* are not among them. *Marked better* is a share of the texts, in percent.

${markdownTable(['', 'marked', 'random', 'marked better'], rows)}

The evidence of words and the drop when each is left out agree in rank by ${rankCorrelation.mean.toFixed(2)} (Spearman, mean over
${rankCorrelation.texts} texts; above zero in ${percent(rankCorrelation.aboveZero)} % of them).
`;
}

/** Parts by pooled evidence against parts read alone. */
export function partsSection(report: PartsReport | undefined): string {
  if (report === undefined) return '';
  const rows = [...report.rows, { ...report.total, set: '**total**' }].map(
    ({ set, parts, pooled, against }) => [
      set,
      String(parts),
      percent(pooled),
      percent(against.accuracy),
      points(against.difference),
      `${points(against.low)} to ${points(against.high)}`,
    ],
  );
  return `
## Parts among their neighbours

Short dev texts (30 tokens at most) strung together in groups of 2 to 5 of one file: how often the tone of each is right by the
evidence pooled over its tokens, and when it is read alone; accuracy in percent, the total is the mean over the files. The
interval of the difference is a paired bootstrap of 2,000 draws.

${markdownTable(['file', 'parts', 'pooled', 'alone', 'difference', '95 % interval'], rows)}
`;
}

/** Golden or neutral texts by kind, and all together. */
export function goldenTable(golden: readonly GoldenKind[], passedHead: string): string {
  const sum = (valueOf: (row: GoldenKind) => number): number =>
    golden.reduce((total, row) => total + valueOf(row), 0);
  const all = {
    kind: '**all**',
    texts: sum(({ texts }) => texts),
    passed: sum(({ passed }) => passed),
    unsure: sum(({ unsure }) => unsure),
  };
  const rows = [...golden, all].map(({ kind, texts, passed, unsure }) => [
    kind,
    String(texts),
    String(passed),
    String(unsure),
    `${percent(passed / texts)} %`,
  ]);
  return markdownTable(['kind', 'texts', passedHead, 'unsure', 'share'], rows);
}

/** Of the kinds of the stress suite, those in which more than one case in ten goes wrong or is shown wrong, worst first. */
export function weakKindsSentence({ stress }: Manifest): string {
  const kinds = [...new Set(stress?.toned.map(({ kind }) => kind))].map((kind) => {
    const rows = stress?.toned.filter((row) => row.kind === kind) ?? [];
    const sum = (valueOf: (row: StressKind) => number): number =>
      rows.reduce((total, row) => total + valueOf(row), 0);
    const cases = sum((row) => row.cases);
    return {
      name: kind.replaceAll('-', ' '),
      passed: sum((row) => row.passed) / cases,
      labelled: sum((row) => row.labelled) / cases,
      wrong: sum((row) => row.wrong) / cases,
    };
  });
  const weak = kinds.filter(({ passed }) => passed < 0.9).toSorted((a, b) => a.passed - b.passed);
  const overSure = kinds.filter(({ wrong }) => wrong > 0.1).toSorted((a, b) => b.wrong - a.wrong);
  const lists = [
    {
      head: 'Weakest in the stress suite',
      named: weak.map(
        ({ name, passed, labelled }) =>
          `${name} (likeliest tone right in ${percent(passed, 0)} %, shown in ${percent(labelled, 0)} %)`,
      ),
    },
    {
      head: 'Most often shown as something else and sure of it',
      named: overSure.map(({ name, wrong }) => `${name} (${percent(wrong, 0)} %)`),
    },
  ];
  return lists
    .filter(({ named }) => named.length > 0)
    .map(({ head, named }) => `${head}: ${named.join(', ')}. `)
    .join('');
}

/** The stress suite and the neutral texts. */
export function stressSection({ stress }: Manifest): string {
  if (stress === undefined) return '';
  const toned = stress.toned.map(({ kind, half, cases, passed, labelled, unsure, wrong }) => [
    kind,
    half,
    String(cases),
    `${percent(passed / cases)} %`,
    String(labelled),
    String(unsure),
    String(wrong),
  ]);
  const swapped = stress.swapped.map(({ kind, half, cases, meanChange, largestChange }) => [
    kind,
    half,
    String(cases),
    meanChange.toFixed(3),
    largestChange.toFixed(3),
  ]);
  return `
## The stress suite

Cases of our own writing (\`tests/golden\`), in no training file; a second half is only written once a model is final. A case passes
when the likeliest tone is the expected one, or, where a mixed text is expected, when it is called mixed; one of several forms
passes when all of them do. Beside it, what was shown: as labelled, unsure, or something else and sure of it. Sarcasm is
reported, not promised. A turn at the end counts as right by its likeliest tone and is often shown as mixed, for what comes before it.

${markdownTable(['kind', 'half', 'cases', 'passed', 'as labelled', 'unsure', 'wrong and sure'], toned)}

Where only a name or a group of people is swapped, the score (-1 to 1) should hardly change:

${markdownTable(['kind', 'half', 'cases', 'mean change', 'largest change'], swapped)}

Neutral texts, in which nothing is felt, pass as neutral or unsure:

${goldenTable(stress.neutral, 'passed')}
`;
}
