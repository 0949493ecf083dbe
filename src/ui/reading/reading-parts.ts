/** What the reading view shows: the sentences of the last reading, carried over to the text as it stands now. */
import type { Analysis, Sentence } from '#core/contracts/analysis';
import { evidenceWords } from '#core/score/evidence-words';
import { evidenceMarks } from './evidence-marks.ts';
import type { EvidenceMark } from './evidence-marks.ts';

/** One row. Without a sentence it is text that has not been read yet. */
export interface ReadingPart {
  key: string;
  text: string;
  sentence: Sentence | null;
  marks: readonly EvidenceMark[];
}

/** The rows of a reading; a row that looks as it did in `previous` is the same object, so that it need not be drawn again. */
export function readingParts(
  text: string,
  analysis: Pick<Analysis, 'sentences' | 'evidence'>,
  previous: readonly ReadingPart[] = [],
): ReadingPart[] {
  const marks = evidenceMarks(text, analysis.sentences, evidenceWords(text, analysis.evidence));
  const kept = new Map(previous.map((part) => [part.key, part]));
  const seen = new Map<string, number>();
  return analysis.sentences.map((sentence, index) => {
    const slice = text.slice(sentence.start, sentence.end);
    const times = (seen.get(slice) ?? 0) + 1;
    seen.set(slice, times);
    const part: ReadingPart = { key: `${times} ${slice}`, text: slice, sentence, marks: marks[index] ?? [] };
    const old = kept.get(part.key);
    return old !== undefined && looksLike(old, part) ? old : part;
  });
}

function looksLike(a: ReadingPart, b: ReadingPart): boolean {
  return (
    a.sentence?.label === b.sentence?.label &&
    a.sentence?.confidence === b.sentence?.confidence &&
    JSON.stringify(a.marks) === JSON.stringify(b.marks)
  );
}

/** More sentences than this between the first and the last change are not looked for one by one. */
const searchedSentences = 200;

/**
 * Carries rows over to an edited text. Sentences that still stand in it, in their order, stay as they are; what lies
 * between them is text that nobody has read.
 *
 * @param parts the rows of `analysis`, which was made of the text `read`
 * @param now the text as it stands
 */
export function carryOver(
  parts: readonly ReadingPart[],
  read: string,
  now: string,
  analysis: Analysis,
): ReadingPart[] {
  const { sentences } = analysis;
  const before = commonStart(read, now);
  const after = commonEnd(read, now, before);
  // A sentence that only touches the edit is changed too: the edit may have added to its last or first word.
  const head = countWhile(sentences, ({ end }) => end < before);
  const kept = countWhile(sentences.toReversed(), ({ start }) => start > read.length - after);
  const tail = Math.max(head, sentences.length - kept);

  const rows = parts.slice(0, head);
  let at = sentences[head - 1]?.end ?? 0;
  const end = now.length - (read.length - (sentences[tail]?.start ?? read.length));
  const addUnread = (until: number): void => {
    const text = now.slice(at, until).trim();
    if (text !== '') rows.push({ key: `unread ${rows.length}`, text, sentence: null, marks: [] });
  };
  const edited = tail - head <= searchedSentences ? parts.slice(head, tail) : [];
  for (const part of edited) {
    const start = standsAlone(now, part.text, at, end);
    if (start === -1) continue;
    addUnread(start);
    rows.push(part);
    at = start + part.text.length;
  }
  addUnread(end);
  return [...rows, ...parts.slice(tail)];
}

function countWhile<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  const first = items.findIndex((item) => !holds(item));
  return first === -1 ? items.length : first;
}

/** Where `sentence` stands between `from` and `to` with nothing grown onto it; -1 when it does not. */
function standsAlone(text: string, sentence: string, from: number, to: number): number {
  const start = text.indexOf(sentence, from);
  const end = start + sentence.length;
  if (start === -1 || end > to) return -1;
  const isFree = (sign: string | undefined) => sign === undefined || /\s/u.test(sign);
  return isFree(text[start - 1]) && isFree(text[end]) ? start : -1;
}

function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
  return length;
}

/** Never reaches back over the first `skip` units, so that start and end do not overlap. */
function commonEnd(a: string, b: string, skip: number): number {
  const most = Math.min(a.length, b.length) - skip;
  let length = 0;
  while (length < most && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length))
    length += 1;
  return length;
}
