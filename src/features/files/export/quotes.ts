/** What is quoted of a run: the rows that were picked, or a few worth quoting. */
import type { RowView } from '#core/contracts/run';
import type { QuotedRow } from '#core/report/method';
import { relabel } from '#core/score/relabel';
import type { Runs } from '../../../engine/runs/runs.ts';

const quotedTones = ['negative', 'positive', 'mixed', 'neutral'] as const;
const perTone = 3;
/** Among so many of the surest there are some of different words and of a length that can be quoted. */
const lookedAt = 40;
const longestQuote = 400;

/** What is quoted of a row, by the line for *unsure* that the person wants; null of one that was not read. */
function quoteOf({ row, text, result }: RowView, unsureBelow: number | null): QuotedRow | null {
  if (result?.kind !== 'read') return null;
  const { label, confidence } = unsureBelow === null ? result.reading : relabel(result.reading, unsureBelow);
  return { row, text, label, confidence };
}

/** The surest few of each tone, each text once, short ones first chosen. */
export async function clearestQuotes(
  runs: Runs,
  runId: string,
  unsureBelow: number | null,
): Promise<QuotedRow[]> {
  const line = unsureBelow === null ? {} : { unsureBelow };
  const pages = await Promise.all(
    quotedTones.map((tone) =>
      runs.rows(runId, { ...line, kinds: [tone] }, { by: 'confidence', descending: true }, 0, lookedAt),
    ),
  );
  return pages.flatMap(({ rows }) => {
    const quotes = rows.map((row) => quoteOf(row, unsureBelow)).filter((quote) => quote !== null);
    const byText = new Map(quotes.toReversed().map((quote) => [quote.text.trim().toLowerCase(), quote]));
    const different = quotes.filter((quote) => byText.get(quote.text.trim().toLowerCase()) === quote);
    const fit = different.filter(({ text }) => text.length <= longestQuote);
    return (fit.length === 0 ? different : fit).slice(0, perTone);
  });
}

/** The picked rows, in the order of the file. */
export async function pickedQuotes(
  runs: Runs,
  runId: string,
  picked: readonly number[],
  unsureBelow: number | null,
): Promise<QuotedRow[]> {
  const rows = await Promise.all(picked.toSorted((a, b) => a - b).map((row) => runs.row(runId, row)));
  return rows.flatMap((row) => {
    const quote = row === null ? null : quoteOf(row, unsureBelow);
    return quote === null ? [] : [quote];
  });
}

/** Quotes without personal data. What finds it is large, and comes when it is first needed. */
export async function maskedQuotes(quotes: readonly QuotedRow[]): Promise<QuotedRow[]> {
  const [{ maskText }, { findPhoneNumbers }] = await Promise.all([
    import('#core/text/mask'),
    import('#core/text/phone-numbers'),
  ]);
  return quotes.map((quote) => ({ ...quote, text: maskText(quote.text, findPhoneNumbers) }));
}
