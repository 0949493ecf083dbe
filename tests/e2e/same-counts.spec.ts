/** One file on the page and on the command line, with the real model: the same counts, and the same readings but for the published difference. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import Papa from 'papaparse';
import * as z from 'zod/mini';
import { analysis, tones, verdictLabels } from '#core/contracts/analysis';
import { manifest, registry } from '#core/contracts/manifest';
import { runCounts } from '#core/contracts/run';
import { runProgram } from '../server/run-program.ts';
import { FilesPlace } from './files-place.ts';
import { french } from './texts.ts';

const columns = ['Day', 'House', 'Stars', 'Comment'] as const;
/** Texts of our own, of every kind that the golden labels are about. */
const writtenTexts = 130;

const exportedRow = z.object({
  Comment: z.nullable(z.string()),
  House: z.nullable(z.string()),
  undertone_label: z.nullable(z.enum(verdictLabels)),
  undertone_score: z.nullable(z.number()),
  undertone_negative: z.nullable(z.number()),
  undertone_neutral: z.nullable(z.number()),
  undertone_positive: z.nullable(z.number()),
  undertone_note: z.string(),
  undertone_model_sha256: z.string(),
});
type ExportedRow = z.infer<typeof exportedRow>;

const toneShare = z.object({ share: z.number() });
/** How all rows, and those of each group, divide between three. */
const dividedSummary = z.object({
  ofThree: z.object({ rows: z.number(), shares: z.record(z.enum(tones), toneShare) }),
  groups: z.object({
    groups: z.array(
      z.object({ name: z.string(), ofThree: z.object({ shares: z.record(z.enum(tones), toneShare) }) }),
    ),
  }),
});

const parsedLine = (line: string): unknown => JSON.parse(line);
const linesOf = (jsonl: string): unknown[] => jsonl.trim().split('\n').map(parsedLine);

async function golden(): Promise<string[]> {
  const lines = linesOf(await readFile('tests/golden/golden.jsonl', 'utf8'));
  // Taken from all over the file, which is in the order of kinds.
  const step = Math.floor(lines.length / writtenTexts);
  return lines
    .filter((_, place) => place % step === 0)
    .map((line) => z.object({ text: z.string() }).parse(line).text);
}

/** Rows with a day, a house and stars; among them empty, foreign, repeated and malformed ones. */
async function surveyCsv(): Promise<string> {
  const texts = (await golden()).slice(0, writtenTexts);
  const german = 'Das Zimmer war sauber, aber das Frühstück war kalt und niemand hat sich darum gekümmert.';
  const comments = [...texts, '', '   ', french, german, ...texts.slice(0, 12), '', french];
  const rows = comments.map((text, row) => [
    `2026-0${1 + (row % 6)}-${String(1 + (row % 28)).padStart(2, '0')}`,
    row % 3 === 0 ? 'Harbour' : 'Mill',
    row % 7 === 0 ? '' : 1 + (row % 5),
    text,
  ]);
  const lines = [columns, ...rows].map((cells) => Papa.unparse([cells], { newline: '\n' }));
  lines.splice(20, 0, '2026-03-01,Mill', '2026-03-02,Mill,4,"It was lovely, all of it.",and more');
  return `${lines.join('\n')}\n`;
}

async function onCommandLine(folder: string, format: string): Promise<string> {
  const options = ['--text-column', 'Comment', '--date', 'Day', '--group', 'House', '--rating', 'Stars'];
  const { child, written, ended } = runProgram(
    'cli.ts',
    ['analyze', 'survey.csv', ...options, '--format', format],
    {
      workingDir: folder,
    },
  );
  child.stdin.end();
  // With `analysis` a row without a text is one that could not be read.
  expect([0, 1], written.stderr).toContain(await ended);
  return written.stdout;
}

/** What the model's card says of page and Node, and where the model draws its lines. */
async function published(): Promise<{ most: number; thresholds: number[] }> {
  const { default: id, models } = registry.parse(parsedLine(await readFile('models/registry.json', 'utf8')));
  const path = models.find((model) => model.id === id)?.manifest ?? '';
  const { thresholds } = manifest.parse(parsedLine(await readFile(join('models', path), 'utf8')));
  const card = await readFile(`models/${id}/card.md`, 'utf8');
  const most = /and Node differed by up to (\S+) in a probability/.exec(card)?.[1];
  return { most: Number(most), thresholds: [thresholds.answer, thresholds.review] };
}

/** What came of a row, in the words that both write beside it where it was not read. */
const kindOf = ({ undertone_label: label, undertone_note: note }: ExportedRow): string =>
  label === null ? note.replace(/^Line \d+: [^.]*\. ?/, '') : 'read';

test('page and command line count alike, and read alike but for the published difference', async ({
  page,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'undertone-same-counts-'));
  try {
    const survey = await surveyCsv();
    await writeFile(join(folder, 'survey.csv'), survey);
    const files = new FilesPlace(page);
    await files.read(survey);
    const comes = page.waitForEvent('download');
    await files.button('Save as JSONL').click();
    const saved = await readFile(await (await comes).path(), 'utf8');
    const onPage = linesOf(saved).map((line) => exportedRow.parse(line));

    const inNode = linesOf(await onCommandLine(folder, 'jsonl')).map((line) => exportedRow.parse(line));
    const figures = z
      .object({ counts: runCounts, summary: dividedSummary })
      .parse(parsedLine(await onCommandLine(folder, 'json')));
    const analyses = linesOf(await onCommandLine(folder, 'analysis')).map(
      (line) => analysis.safeParse(line).data,
    );
    const { most, thresholds } = await published();
    expect(most).toBeGreaterThan(0);

    expect(onPage).toHaveLength(figures.counts.rows);
    expect(onPage.map(({ Comment: text }) => text)).toEqual(inNode.map(({ Comment: text }) => text));
    expect(onPage.map(({ undertone_note: note }) => note)).toEqual(
      inNode.map(({ undertone_note: note }) => note),
    );
    expect(onPage.map(kindOf)).toEqual(inNode.map(kindOf));
    expect(onPage[0]?.undertone_model_sha256).toBe(inNode[0]?.undertone_model_sha256);

    // What the page shows, row for row the same kinds as on the command line.
    const { counts } = figures;
    expect(counts).toMatchObject({ empty: 4, otherLanguage: 3, failed: 0, malformed: 2 });
    expect(counts.repeated).toBeGreaterThanOrEqual(13);
    for (const tab of [
      `All ${counts.rows}`,
      `Empty ${counts.empty}`,
      `Not English ${counts.otherLanguage}`,
      `Malformed ${counts.malformed}`,
    ]) {
      await expect(files.button(tab)).toBeVisible();
    }
    await expect(page.getByText(new RegExp(`${counts.repeated} the same as an earlier row`))).toBeVisible();

    // Mixed and unsure rows are in it by their probabilities, as both have written them.
    const meanOf = (rows: readonly ExportedRow[], tone: (typeof tones)[number]): number => {
      const told = rows.flatMap((row) => row[`undertone_${tone}`] ?? []);
      return told.reduce((sum, probability) => sum + probability, 0) / told.length;
    };
    const { ofThree, groups } = figures.summary;
    expect(ofThree.rows).toBe(counts.read);
    const divided = page.getByText(/^If every row had to be one of three/);
    const drawn = [...((await divided.textContent()) ?? '').matchAll(/(\d+)\s%/g)].map(([, percent]) =>
      Number(percent),
    );
    expect(drawn.reduce((sum, percent) => sum + percent, 0)).toBe(100);
    for (const [place, tone] of tones.entries()) {
      expect(ofThree.shares[tone].share).toBeCloseTo(meanOf(inNode, tone), 5);
      expect(Math.abs((drawn[place] ?? NaN) - meanOf(onPage, tone) * 100)).toBeLessThan(1);
      for (const group of groups.groups) {
        const members = inNode.filter(({ House: house }) => house === group.name);
        expect(group.ofThree.shares[tone].share).toBeCloseTo(meanOf(members, tone), 5);
      }
    }

    const differing = onPage.flatMap((row, place) =>
      row.undertone_label === inNode[place]?.undertone_label ? [] : [place],
    );
    for (const place of differing) {
      const { probabilities, sentences = [] } = analyses[place] ?? {};
      const parts = sentences.flatMap((sentence) => [sentence, ...(sentence.clauses ?? [])]);
      const surest = [probabilities, ...parts.map((part) => part.probabilities)].map((each) =>
        Math.max(...tones.map((tone) => each?.[tone] ?? 0)),
      );
      const distances = surest.flatMap((one) => thresholds.map((threshold) => Math.abs(one - threshold)));
      // A verdict may turn where it stands on a line, or between two tones that are alike.
      expect(Math.min(...distances)).toBeLessThanOrEqual(most);
    }
    for (const label of verdictLabels) {
      const shown = onPage.filter(({ undertone_label: given }) => given === label).length;
      await expect(files.button(new RegExp(`^${label} ${shown}$`, 'i'))).toBeVisible();
      expect(Math.abs(shown - counts.byLabel[label])).toBeLessThanOrEqual(differing.length);
    }
    const largest = (of: (row: ExportedRow) => number | null): number =>
      Math.max(...onPage.map((row, place) => Math.abs((of(row) ?? 0) - (of(inNode[place] ?? row) ?? 0))));
    // Both are written to the sixth place.
    const rounding = 1e-6;
    for (const tone of tones)
      expect(largest((row) => row[`undertone_${tone}`])).toBeLessThanOrEqual(most + rounding);
    expect(largest((row) => row.undertone_score)).toBeLessThanOrEqual(2 * most + rounding);
    expect(differing.length).toBeLessThanOrEqual(Math.ceil(onPage.length / 100));
  } finally {
    await rm(folder, { recursive: true });
  }
});
