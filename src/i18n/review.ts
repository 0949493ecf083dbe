/** The words of Review. */
import { formatCount, formatPercent, formatPlural } from './formats.ts';
import type { Messages } from './messages.ts';

const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const twoDecimals = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** "0.71", "−0.04". */
const inHundredths = (value: number): string => twoDecimals.format(value).replace('-', '−');

const rows = (count: number): string => formatPlural(count, 'row', 'rows');

/** An interval in whole percents: "36–46". */
const between = (low: number, high: number): string => `${formatCount(low)}–${formatCount(high)}`;

export const reviewWords = {
  title: 'Review',
  file: 'File',
  fileOf: (name: string, read: number, dateMs: number) =>
    `${name} · ${rows(read)} read · ${date.format(dateMs)}`,
  looking: 'One moment.',
  noFile: 'No file has been read on this device yet.',
  noFileRest: 'Once one has, its doubtful rows come here, and a blind check of how well it was read.',
  toFiles: 'Go to Files',
  fileGone: 'This file is not on this device any more.',
  otherFile: 'Review another one',
  nothingRead: 'No row of this file has been read yet.',
  queues: 'What to review',
  doubtful: 'Doubtful',
  blind: 'Blind check',
  corrections: 'Corrections',
  countOf: (count: number, total: number) => `${formatCount(count)} of ${formatCount(total)}`,
  count: (count: number) => formatCount(count),

  row: (row: number) => `Row ${formatCount(row)}`,
  placeOf: (place: number, total: number) => `${formatCount(place)} of ${formatCount(total)}`,
  cell: (name: string, value: string) => `${name}: ${value}`,
  desk: 'The row to read',
  answers: 'What you call it',
  model: 'The model',
  you: 'You',
  modelHidden: 'The model’s answer is shown once you have given yours.',
  sure: (label: string, percent: number) => `${label} · ${formatPercent(percent)} sure`,
  leans: (tone: string, percent: number) => `Unsure · leans ${tone}, ${formatPercent(percent)}`,
  skip: 'Skip',
  undo: 'Undo',
  previous: 'Previous row',
  next: 'Next row',
  keysHint: 'The keys work while the row or a button here has the focus; the arrows go from row to row.',
  saved: 'Saved here. The model does not learn from it.',
  notSaved: 'Not saved.',
  called: (row: number, label: string) => `Row ${formatCount(row)}: you call it ${label}.`,
  calledBoth: (row: number, label: string, model: string) =>
    `Row ${formatCount(row)}: you said ${label}, the model says ${model}.`,
  skipped: (row: number) => `Row ${formatCount(row)} passed over.`,
  takenBack: (row: number) => `Row ${formatCount(row)}: taken back.`,
  passedOver: 'You passed it over.',

  doubtfulNote:
    'The rows the model is least sure of, the least sure first. No agreement figure here: on these rows it would look worse than it is. The blind check gives one.',
  doubtfulNone: 'No row of this file is doubtful.',
  doubtfulNoneRest:
    'The model was sure enough of every row it read. How often it is right, a blind check tells.',
  doubtfulDone: (total: number) =>
    total === 1
      ? 'The one doubtful row is answered.'
      : `All ${formatCount(total)} doubtful rows are answered.`,
  doubtfulDoneRest: 'What you said is under Corrections.',
  doubtfulAgain: 'Look at them again',
  doubtfulWaiting: (count: number) =>
    `${rows(count)} of the blind check ${count === 1 ? 'is' : 'are'} left out here until you have answered ${count === 1 ? 'it' : 'them'} there.`,
  doubtfulRunning: 'The file is still being read: more may come.',
  doubtfulAll: 'All doubtful rows are in the blind check. Answer them there first.',

  blindNote: (count: number) =>
    `${rows(count)} drawn at random. Say what you call each before you see what the model says. Figures come after the last one, so that nobody stops when they like them.`,
  blindStillReading: 'The blind check is drawn from all rows of the file.',
  blindStillReadingRest: 'It opens once the file has been read, or you have stopped reading it.',
  blindDrawing: 'Drawing the rows.',
  blindProgress: (answered: number, total: number) => `${placeOf(answered, total)} answered. Figures wait.`,
  blindEnd: 'End it here',
  blindEndSure: (answered: number, total: number) =>
    `End it at ${placeOf(answered, total)}? The figures will be rougher, and will say so. It cannot be gone on with.`,
  blindEndYes: 'Yes, end it',
  blindEndNo: 'Go on',
  blindSkipped: (count: number) =>
    `Only ${rows(count)} you passed over ${count === 1 ? 'is' : 'are'} left. Answer ${count === 1 ? 'it' : 'them'}, or end the check without.`,
  figures: 'What the blind check says',
  figuresWhole: (total: number) => `From ${rows(total)} drawn at random, all answered.`,
  figuresPart: (answered: number, total: number) =>
    `Ended early: from ${formatCount(answered)} of ${rows(total)} drawn at random. Rough.`,
  figuresNotBlind: (count: number) =>
    `For ${rows(count)} of them you had seen the model’s answer before you gave yours; ${count === 1 ? 'it is' : 'they are'} left out of the figures.`,
  figuresNone: 'No figures: of every row you answered you had seen the model’s answer before.',
  agree: (same: number, of: number) => `You and the model agree on ${placeOf(same, of)}:`,
  agreeNone: 'The model was unsure of every row you answered, so there is nothing to agree with.',
  unsureLeft: (count: number) =>
    `${rows(count)} of which the model was unsure ${count === 1 ? 'is' : 'are'} not counted here.`,
  percentRange: (percent: number, low: number, high: number) =>
    `${formatPercent(percent)} (${between(low, high)})`,
  kappa: 'Cohen’s kappa',
  kappaRange: (kappa: number, low: number, high: number) =>
    `${inHundredths(kappa)} (${inHundredths(low)} to ${inHundredths(high)})`,
  kappaNone: 'Cannot be told: all answers are the same.',
  kappaHelp: 'Agreement beyond what chance alone would bring: 1 is full, 0 is no better than chance.',
  rangeHelp:
    'In brackets: where the figure for all rows of this file likely lies (95 % intervals). The fewer rows, the wider.',
  rangeKey: 'The dashed line is the model alone.',
  checkedRows: 'The rows of the check',
  agreement: 'Agreement',
  shares: 'Of all rows',
  negativeRange: (percent: number, low: number, high: number) =>
    `${formatPercent(percent)} negative (${between(low, high)})`,
  sharesNote: (corrected: string, alone: string) =>
    `Of all rows, ${corrected}; the model alone says ${alone}.`,
  none: '–',
  sharesCorrected: 'Corrected by you',
  sharesAlone: 'The model alone',
  sharesLabel: 'Tone',
  sharesUnseen: (labels: string) =>
    `No row the model calls ${labels} was among those you answered; they are taken as the model has them.`,
  table: 'Who said what',
  tableNote: 'Rows by what the model said, columns by what you said.',
  tableCorner: 'The model said',
  tableYou: (label: string) => `You: ${label}`,
  method: 'How it was done',
  methodText: (facts: MethodFacts) =>
    [
      `${rows(facts.total)} were drawn from the ${rows(facts.drawnFrom)} of “${facts.name}” that were read, by simple random sampling without replacement (seed ${String(facts.seed)}).`,
      `${formatCount(facts.answered)} were answered by one person before the model’s answer was shown${facts.notBlind === 0 ? '' : `, except for ${formatCount(facts.notBlind)}, left out of the figures`}${facts.skipped === 0 ? '' : `; ${formatCount(facts.skipped)} were passed over`}.`,
      'Agreement leaves out rows of which the model was unsure. Percent with Wilson’s 95 % interval; Cohen’s kappa with a 95 % interval by Basu, Banerjee and Sen (2000).',
      'Corrected shares are weighted by how often the model gave each label in the whole file.',
      `Read with ${facts.models}.`,
    ].join(' '),
  methodCopy: 'Copy method',
  methodCopied: 'Copied.',
  methodNotCopied: 'It could not be copied. Mark the text and copy it by hand.',

  correctionsNote:
    'What you said of texts, in Read and here. Only on this device; the model does not learn from it.',
  correctionsNone: 'Nothing has been corrected yet.',
  correctionsNoneRest:
    'What you say of texts in Read, and of rows here, is listed then. Only on this device; the model does not learn from it.',
  search: 'Search the texts',
  searchPlaceholder: 'Search',
  from: 'Made in',
  fromAll: 'Anywhere',
  fromPlaces: { read: 'Read', files: 'Files', doubtful: 'Doubtful', blind: 'Blind check' },
  found: (count: number, total: number) =>
    count === total
      ? formatPlural(total, 'text', 'texts')
      : `${formatCount(count)} of ${formatPlural(total, 'text', 'texts')}`,
  foundNone: 'None of your corrections holds that.',
  saidBoth: (model: string, person: string) => `The model said ${model}, you said ${person}`,
  saidSame: (label: string) => `${label}, as the model said`,
  where: (place: string, row: { row: number; name: string } | null) =>
    row === null ? place : `${place}, row ${formatCount(row.row)} of ${row.name}`,
  when: (atMs: number) => date.format(atMs),
  remove: 'Remove',
  removeOf: (text: string) => `Remove the correction of “${text}”`,
  removed: 'Removed.',
  putBack: 'Put back.',
  showMore: (count: number) => `Show ${formatCount(count)} more`,
  list: 'Your corrections',

  exportTitle: 'As training rows',
  exportNote: (count: number) =>
    `${formatPlural(count, 'text', 'texts')}, word for word, in a file of JSON lines: text, label, source, and what the model had said. Whoever gets the file can read them.`,
  exportMixed: (count: number) =>
    `${formatPlural(count, 'text', 'texts')} you call mixed ${count === 1 ? 'keeps' : 'keep'} that label. The model learns three tones, so training and scoring pass over ${count === 1 ? 'it' : 'them'}.`,
  exportButton: (count: number) => `Save ${rows(count)}`,
  exportFile: 'undertone-corrections.jsonl',
  exportSaved: 'Saved to your downloads.',
} as const satisfies Messages;

export interface MethodFacts {
  total: number;
  drawnFrom: number;
  name: string;
  seed: number;
  answered: number;
  skipped: number;
  notBlind: number;
  /** Names and versions. */
  models: string;
}

function placeOf(place: number, total: number): string {
  return `${formatCount(place)} of ${formatCount(total)}`;
}
