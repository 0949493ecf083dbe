/**
 * Rows out of a `JobRequest` in JSON that comes in pieces. The core's reader of arrays forgives what files may have
 * wrong; a program is told instead.
 */
import * as z from 'zod/mini';
import { UndertoneError } from '#core/contracts/errors';
import { jobRequest } from '#core/contracts/jobs';
import type { JobRow } from '#core/contracts/jobs';
import { faultsOf } from '../../faults.ts';
import type { ByteSource } from '#core/table/byte-source';
import { decodeText } from '#core/table/decode';
import { jsonLimits } from '#core/table/limits';
import { parsedJson, readRow } from './read-row.ts';

interface Said {
  anyLanguage?: boolean;
  deleteAfterRead?: boolean;
}

const { anyLanguage: anyLanguageOption, deleteAfterRead: deleteAfterReadOption } = jobRequest.shape;
const options = z.strictObject({
  anyLanguage: anyLanguageOption,
  deleteAfterRead: deleteAfterReadOption,
});

/** Of what stands beside the items. */
const maxMemberCharacters = 1000;
const beginsItems = /^\s*"items"\s*:\s*$/;
const outside = /["[\]{},]/g;
const insideString = /["\\]/g;

/** What may come next: the object, a member of it, what is behind the items, an item, or nothing. */
type Place = 'start' | 'member' | 'behind-items' | 'item' | 'end';

/** `said` is complete when `batches` has ended; both throw UndertoneError `input-invalid`. */
export function jsonRows(source: ByteSource): {
  batches: AsyncGenerator<JobRow[], void, undefined>;
  said: () => Said;
} {
  const reader = createReader();

  async function* batches(): AsyncGenerator<JobRow[], void, undefined> {
    for await (const piece of decodeText(source, 'utf-8')) yield reader.push(piece);
    reader.end();
  }

  return { batches: batches(), said: () => reader.said };
}

function createReader() {
  const said: Said = {};
  const names = new Set<string>();
  let place: Place = 'start';
  /** Of the member or the item that is being read, as far as it has come. */
  let held: string[] = [];
  let heldCharacters = 0;
  /** Brackets that are open inside it. */
  let depth = 0;
  let isInString = false;
  let isEscaped = false;
  let items = 0;
  let hasComma = false;

  const pointer = (): string => (place === 'item' ? `/items/${items}` : '');

  function fail(fault: string): never {
    throw new UndertoneError('input-invalid', { faults: [{ pointer: pointer(), fault }] });
  }

  function hold(text: string): void {
    if (text === '') return;
    heldCharacters += text.length;
    if (heldCharacters > (place === 'item' ? jsonLimits.rowCharacters : maxMemberCharacters)) fail('too_big');
    held.push(text);
  }

  function letGo(): string {
    const text = held.join('');
    held = [];
    heldCharacters = 0;
    return text;
  }

  /** A member of the object, or the end of one that has none. */
  function member(isLast: boolean): void {
    const text = letGo();
    const isBlank = text.trim() === '';
    if (place === 'member' && !(isBlank && isLast && !hasComma)) read(text);
    else if (!isBlank) fail('not-json');
    hasComma = !isLast;
    place = 'member';
  }

  function read(text: string): void {
    const object = parsedJson(`{${text}}`);
    if (typeof object !== 'object' || object === null) return fail('not-json');
    const [name, ...others] = Object.keys(object);
    if (name === undefined || others.length > 0 || names.has(name)) return fail('not-json');
    names.add(name);
    // Items that come to here are no list, or not written as one.
    const parsed = options.safeParse(object);
    if (!parsed.success) {
      throw new UndertoneError('input-invalid', {
        faults: faultsOf(parsed.error.issues, { schema: jobRequest, sent: object }),
      });
    }
    const { anyLanguage, deleteAfterRead } = parsed.data;
    if (anyLanguage !== undefined) said.anyLanguage = anyLanguage;
    if (deleteAfterRead !== undefined) said.deleteAfterRead = deleteAfterRead;
  }

  function item(rows: JobRow[], isLast: boolean): void {
    const text = letGo();
    if (text.trim() === '' && isLast && items === 0) return;
    rows.push(readRow(text, { pointer: pointer() }));
    items += 1;
  }

  function open(mark: string): void {
    if (place === 'start') {
      if (mark !== '{' || letGo().trim() !== '') fail('not-json');
      place = 'member';
    } else if (place === 'member' && depth === 0 && mark === '[' && beginsItems.test(held.join(''))) {
      if (names.has('items')) fail('not-json');
      names.add('items');
      letGo();
      place = 'item';
    } else {
      depth += 1;
      hold(mark);
    }
  }

  function close(mark: string, rows: JobRow[]): void {
    if (depth > 0) {
      depth -= 1;
      hold(mark);
    } else if (place === 'item' && mark === ']') {
      item(rows, true);
      place = 'behind-items';
    } else if ((place === 'member' || place === 'behind-items') && mark === '}') {
      member(true);
      place = 'end';
    } else fail('not-json');
  }

  function take(mark: string, rows: JobRow[]): void {
    if (place === 'end') fail('not-json');
    if (mark === '[' || mark === '{') open(mark);
    else if (mark === ']' || mark === '}') close(mark, rows);
    else if (mark === ',' && depth === 0) {
      if (place === 'item') item(rows, false);
      else member(false);
    } else {
      isInString = mark === '"';
      hold(mark);
    }
  }

  return {
    said,
    push(piece: string): JobRow[] {
      const rows: JobRow[] = [];
      let at = 0;
      if (isEscaped && piece !== '') {
        hold(piece.slice(0, 1));
        at = 1;
        isEscaped = false;
      }
      while (at < piece.length) {
        const pattern = isInString ? insideString : outside;
        pattern.lastIndex = at;
        const mark = pattern.exec(piece);
        hold(piece.slice(at, mark?.index ?? piece.length));
        if (mark === null) break;
        at = mark.index + 1;
        if (!isInString) take(mark[0], rows);
        else if (mark[0] === '"') {
          isInString = false;
          hold(mark[0]);
        } else {
          isEscaped = at === piece.length;
          hold(mark[0] + piece.slice(at, at + 1));
          at += 1;
        }
      }
      return rows;
    },
    end(): void {
      if (place !== 'end' || letGo().trim() !== '') fail('not-json');
    },
  };
}
