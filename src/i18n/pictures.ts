/** The words around the pictures of a run, and of what can be taken out of it. */
import { formatCount, formatPlural, formatShare } from './formats.ts';
import type { Messages } from './messages.ts';

export const picturesWords = {
  title: 'Pictures',
  counting: 'Counting.',
  nothing: 'Pictures appear here once the first rows have been read.',
  /** Figures follow the rows a few seconds behind, so that it is said whose number this is. */
  first: (done: number, total: number) => `First ${formatCount(done)} of ${formatCount(total)} are drawn.`,
  updating: 'Counting anew.',
  updatingWords: 'Words and themes are still being counted anew.',
  tryAgain: 'Try again',
  asTable: 'As a table',
  tableOf: (title: string) => `${title}, as a table`,
  toolsOf: (title: string) => `${title}: table and saving`,
  showRows: (name: string) => `${name}: show the rows`,
  save: 'Save',
  asPng: 'As PNG',
  asSvg: 'As SVG',
  saved: 'Saved.',
  source: (name: string, models: readonly { name: string; version: string }[]) => {
    const read = models.map((model) => `${model.name} ${model.version}`).join(', ');
    return read === '' ? name : `${name} · read by ${read}`;
  },
  disagreements: 'Where rating and reading disagree',
  showThem: 'Show them',

  trendUnit: 'A point for each',
  trendUnits: {
    auto: 'period that fits',
    day: 'day',
    week: 'week',
    month: 'month',
    quarter: 'quarter',
    year: 'year',
  },

  fittingUnit: (unit: string) => `${unit}, as fits the dates`,

  sureness: {
    label: 'Say unsure below',
    value: (line: number) => formatShare(line),
    spoken: (line: number, unsure: string, right: number | null) =>
      `${formatShare(line)}: ${unsure} unsure${right === null ? '' : `, ${formatShare(right)} of the others expected to be right`}`,
    reset: (line: number) => `Back to ${formatShare(line)}, as the model has it`,
    asItIs: 'As the model has it.',
  },

  themes: {
    title: 'Your themes',
    intro:
      'Words that belong together, such as “breakfast, coffee, eggs”. Each theme shows the tone of the sentences and clauses that hold one of them.',
    add: 'Add a theme',
    ofLast: 'Use the themes of the last file',
    latest: (names: readonly string[]) => names.join(', '),
    name: 'Name',
    words: 'Words, set apart by commas',
    wordsHint: 'A star stands for any ending: clean* finds cleaning.',
    keep: 'Save theme',
    cancel: 'Cancel',
    change: (name: string) => `Change ${name}`,
    changeShort: 'Change',
    remove: (name: string) => `Remove ${name}`,
    removeShort: 'Remove',
    missing: 'A theme needs a name and at least one word.',
    taken: 'There is a theme of this name already.',
    list: 'Themes',
  },

  exports: {
    title: 'Take it with you',
    note: 'The columns of the file first, then what was read of each row, and by what.',
    modelsLine:
      'The pictures, the table and the report go by your line for unsure; saved rows have the label as the model gives it, with its probabilities.',
    partial: (done: number, total: number) =>
      `The first ${formatCount(done)} of ${formatPlural(total, 'row', 'rows')} ${done === 1 ? 'has' : 'have'} been read; the others are in the file without a reading.`,
    csv: 'CSV',
    xlsx: 'Excel',
    jsonl: 'JSONL',
    saveAs: (kind: string) => `Save as ${kind}`,
    report: 'Report, one page',
    masked: 'Mask personal data',
    maskedHint:
      'Mail addresses, telephone numbers and the like become words such as [email]: in rows and quotes, in names of columns and groups, and in what is said often.',
    writing: (kind: string) => `Writing ${kind}`,
    writingReport: 'Writing the report',
    progress: (done: number, total: number) =>
      `${formatCount(done)} of ${formatPlural(total, 'row', 'rows')}`,
    cancel: 'Cancel',
    cancelled: 'Cancelled; nothing was saved.',
    saved: (name: string) => `Saved as ${name}.`,
    copyTitle: 'Copy',
    quotes: 'Copy quotes',
    quotesNote: (picked: number) =>
      picked === 0
        ? 'Quotes: the clearest of each tone, with their row numbers.'
        : `${formatPlural(picked, 'picked row', 'picked rows')}, with ${picked === 1 ? 'its number' : 'their numbers'}.`,
    method: 'Copy method',
    copied: 'Copied.',
    noQuotes: 'No row has been read yet.',
    copyByHand: 'The browser did not let it be copied. Here it is, to copy by hand:',
    copiedText: 'Text to copy',
    quoteRow: (row: number) => `Row ${formatCount(row)}`,
  },
} as const satisfies Messages;
