/** A second pass over a table: its rows in order, each with what was read of it. */
import type { TableRow } from '#core/contracts/table';
import { textOf } from '#core/table/text-of';
import { rowsOf } from './cli-survey.ts';
import type { Survey } from './cli-survey.ts';

/** Texts that are read together: enough for rows of equal length to meet. */
const mostTexts = 128;
const mostCharacters = 65_536;

export interface AnsweredRow<Answer> {
  /** Its place in the file, from 0. */
  readonly place: number;
  readonly row: TableRow;
  readonly text: string;
  readonly answer: Answer;
}

/** Where answers wait for the rows that repeat their text. */
export interface AnswerStore<Answer> {
  keep(place: number, answer: Answer): void;
  get(place: number): Answer;
}

export interface Reading<Answer> {
  /** One answer for each text, in order. */
  readonly read: (texts: readonly string[]) => Promise<readonly Answer[]>;
  /** How many readings may be under way at a time. */
  readonly atOnce: number;
  /** Of a row without a text. */
  readonly blank: Answer;
  /** Null where texts that come again are read again. */
  readonly store: AnswerStore<Answer> | null;
}

interface Group {
  place: number;
  row: TableRow;
  text: string;
}

/** Every row in the order of the file; no more are held than are being read. */
export async function* readRows<Answer>(
  survey: Survey,
  { read, atOnce, blank, store }: Reading<Answer>,
): AsyncGenerator<AnsweredRow<Answer>, void, undefined> {
  const { repeats } = survey;
  const comeAgain = new Set(store === null ? [] : repeats.values());
  const isRead = ({ place, text }: Group): boolean => text !== '' && (store === null || !repeats.has(place));

  const underWay: { rows: readonly Group[]; answers: Promise<readonly Answer[]> }[] = [];

  async function* answered(): AsyncGenerator<AnsweredRow<Answer>, void, undefined> {
    const oldest = underWay.shift();
    if (oldest === undefined) return;
    const answers = await oldest.answers;
    let next = 0;
    for (const each of oldest.rows) {
      const first = store === null ? undefined : repeats.get(each.place);
      const own = isRead(each) ? answers[next++] : undefined;
      if (own !== undefined && comeAgain.has(each.place)) store?.keep(each.place, own);
      yield { ...each, answer: own ?? (first === undefined ? undefined : store?.get(first)) ?? blank };
    }
  }

  for await (const rows of grouped(survey, isRead)) {
    const answers = read(rows.filter(isRead).map(({ text }) => text));
    // A failure is met where its turn comes.
    answers.catch(() => undefined);
    underWay.push({ rows, answers });
    if (underWay.length >= atOnce) yield* answered();
  }
  while (underWay.length > 0) yield* answered();
}

async function* grouped(
  survey: Survey,
  isRead: (row: Group) => boolean,
): AsyncGenerator<readonly Group[], void, undefined> {
  let group: Group[] = [];
  let texts = 0;
  let characters = 0;
  let place = 0;
  for await (const batch of rowsOf(survey)) {
    for (const row of batch) {
      const next = { place, row, text: textOf(row, survey.roles) };
      place += 1;
      group.push(next);
      if (isRead(next)) {
        texts += 1;
        characters += next.text.length;
      }
      // Rows that are not read are held as well.
      if (texts < mostTexts && characters < mostCharacters && group.length < mostTexts * 8) continue;
      yield group;
      group = [];
      texts = 0;
      characters = 0;
    }
  }
  if (group.length > 0) yield group;
}
