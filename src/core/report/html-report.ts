/** A run as one page that opens anywhere and fetches nothing. */
import type { CountsByLabel, Summary } from '../contracts/report.ts';
import type { ReportSettings, Run } from '../contracts/run.ts';
import type { Thresholds } from '../score/verdict.ts';
import { checkSentences, checkTable, checkWords } from './check-figures.ts';
import type { CheckFigures } from './check-figures.ts';
import type { Drawing } from './drawing.ts';
import { momentText, shareText } from './drawing-figures.ts';
import { labelNames } from './label-names.ts';
import { allDrawings } from './drawings/all-drawings.ts';
import { escaped } from './html-escape.ts';
import { narrowWidthPx, reportStyles } from './html-report-styles.ts';
import { methodText } from './method.ts';
import type { QuotedRow } from './method.ts';
import { toldBy } from './of-three.ts';
import { countLines, reportWords as words } from './html-report-words.ts';
import { svgPart } from './svg.ts';

export interface HtmlReport {
  /** What was read; a file read on the command line has no more of a run than this. */
  run: Pick<Run, 'name' | 'columns' | 'roles' | 'rows' | 'models' | 'anyLanguage'>;
  summary: Summary;
  /** Of the model, null where they are not known; the settings may draw the line for unsure elsewhere. */
  thresholds: Thresholds | null;
  /** Rows of which a person said otherwise than the model; none unless told. */
  corrected?: number;
  settings: ReportSettings;
  /** Milliseconds since 1970. */
  madeAtMs: number;
  /** Of its blind check; none unless there was one, and it has ended. */
  check?: CheckFigures | null;
  /** Rows of the file by the model's label, which the check corrects; those of the summary unless told. */
  checkedCounts?: CountsByLabel;
  /** None unless the person asked for them. */
  quotes?: readonly QuotedRow[];
}

/** Widths at which every picture is drawn: for a screen or paper, and for a phone. */
const drawnAt = { wide: 592, narrow: narrowWidthPx } as const;

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** The whole document. Everything that comes from people is escaped, nothing in it is an address. */
export function htmlReport(report: HtmlReport): string {
  const { run, settings, madeAtMs, quotes = [] } = report;
  const summary = toldBy(report.summary, run.models);
  const nameOf = (column: number | null) => (column === null ? '' : (run.columns[column] ?? ''));
  const columns = { group: nameOf(run.roles.group), rating: nameOf(run.roles.rating) };
  const wide = allDrawings(summary, columns, drawnAt.wide);
  const narrow = allDrawings(summary, columns, drawnAt.narrow);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(words.documentTitle(run.name))}</title>
<style>${reportStyles}</style>
</head>
<body>
<header>
<h1>${escaped(run.name)}</h1>
<p class="lead">${escaped(words.lead(textColumns(run), run.rows))}</p>
${countLines(summary.counts, run.rows)
  .map((line) => `<p class="soft line">${escaped(line)}</p>`)
  .join('\n')}
</header>
<main>
${wide.map((drawing, index) => pictureSection(drawing, narrow[index])).join('\n')}
${checkSection(report)}
${themesSection(settings)}
${quotesSection(quotes)}
${methodSection(report)}
${modelsSection(run, madeAtMs)}
</main>
</body>
</html>
`;
}

function textColumns({ columns, roles }: HtmlReport['run']): string[] {
  return roles.text.map((place) => columns[place] ?? String(place + 1));
}

function section(title: string, aside: string, content: string): string {
  const head = `<h2>${escaped(title)}</h2>${aside === '' ? '' : `<p class="aside">${escaped(aside)}</p>`}`;
  return `<section>\n<div class="head">${head}</div>\n${content}\n</section>`;
}

function pictureSection(wide: Drawing, narrow: Drawing | undefined): string {
  const notes = wide.notes.map((note) => escaped(note)).join(' ');
  const content = [
    svgPart(wide, 'drawing wide'),
    narrow === undefined ? '' : svgPart(narrow, 'drawing narrow'),
    notes === '' ? '' : `<p class="notes">${notes}</p>`,
    tableMarkup(wide),
  ];
  return section(wide.title, wide.aside, content.filter((part) => part !== '').join('\n'));
}

function tableMarkup({ title, table }: Drawing): string {
  if (table.rows.length === 0) return '';
  const heads = table.columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  const rows = table.rows.map(({ cells: [name = '', ...figures] }) => {
    const cells = figures.map((figure) => `<td>${escaped(figure)}</td>`).join('');
    return `<tr><th scope="row">${escaped(name)}</th>${cells}</tr>`;
  });
  return `<details><summary>${escaped(words.asTable)}</summary>
<div class="scroll" tabindex="0" role="region" aria-label="${escaped(words.tableOf(title))}"><table>
<thead><tr>${heads}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div></details>`;
}

function checkSection({ check = null, checkedCounts, summary }: HtmlReport): string {
  if (check === null) return '';
  const heads = checkWords.columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  const rows = checkTable(check, checkedCounts ?? summary.counts.byLabel).map(({ cells }) => {
    const [name, ...figures] = cells.map(escaped);
    return `<tr><th scope="row">${name ?? ''}</th>${figures.map((figure) => `<td>${figure}</td>`).join('')}</tr>`;
  });
  const sentences = checkSentences(check).map((sentence) => `<p class="method">${escaped(sentence)}</p>`);
  return section(
    checkWords.title,
    checkWords.aside,
    `${sentences.join('\n')}
<div class="scroll" tabindex="0" role="region" aria-label="${escaped(checkWords.tableOf)}"><table>
<thead><tr>${heads}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`,
  );
}

function themesSection({ themes }: ReportSettings): string {
  if (themes.length === 0) return '';
  const terms = themes.map(
    ({ name, words: list }) => `<dt>${escaped(name)}</dt><dd>${escaped(list.join(', '))}</dd>`,
  );
  return section(words.themesTitle, '', `<dl>${terms.join('')}</dl>`);
}

function quotesSection(quotes: readonly QuotedRow[]): string {
  if (quotes.length === 0) return '';
  const items = quotes.map(({ row, text, label, confidence }) => {
    const verdict = label === 'mixed' ? labelNames.mixed : `${labelNames[label]}, ${shareText(confidence)}`;
    return `<blockquote>${escaped(text)}<footer>${escaped(words.quoted(row + 1, verdict))}</footer></blockquote>`;
  });
  return section(words.quotesTitle, words.quotesAside, items.join('\n'));
}

function methodSection({ run, summary, settings, thresholds, corrected = 0, madeAtMs }: HtmlReport): string {
  const day = new Date(madeAtMs).toISOString().slice(0, 10);
  const method = methodText({ run, counts: summary.counts, settings, thresholds, corrected, day });
  const paragraphs = method
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => `<p class="method">${escaped(paragraph.trim())}</p>`);
  return section(words.methodTitle, '', paragraphs.join('\n'));
}

function modelsSection({ models }: HtmlReport['run'], madeAtMs: number): string {
  const read = models.flatMap(({ name, version, sha256 }) => [
    [words.model, `${name} ${version}`],
    [words.sha256, sha256],
  ]);
  const facts = [...read, [words.made, momentText(madeAtMs)]]
    .map(([term = '', fact = '']) => `<dt>${escaped(term)}</dt><dd>${escaped(fact)}</dd>`)
    .join('');
  return section(
    words.modelsTitle,
    '',
    `<dl>${facts}</dl>\n<p class="notes">${escaped(words.fetchesNothing)}</p>`,
  );
}
