/** Personal data in a text, and the text without it: in the words that the normaliser knows, so that it reads alike. */
import type { Span } from '../contracts/analysis.ts';
import {
  findAccounts,
  findCards,
  findLongNumbers,
  findMachines,
  findSocialSecurityNumbers,
  withRest,
} from './personal-numbers.ts';
import { emailPattern, mentionPattern, webAddressPattern } from './personal-patterns.ts';

export type PersonalDataKind = 'email' | 'link' | 'card' | 'account' | 'machine' | 'number' | 'name';

export interface PersonalData extends Span {
  kind: PersonalDataKind;
  /** What stands in its place. */
  word: string;
}

/** Finds telephone numbers in a text; `findPhoneNumbers` is one, in a module of its own since it is large. */
export type PhoneNumberFinder = (text: string) => readonly Span[];

const words: Record<PersonalDataKind, string> = {
  email: '[email]',
  link: 'http',
  card: '[number]',
  account: '[number]',
  machine: '[number]',
  number: '[number]',
  name: '@user',
};

/** Most texts have nothing of what all personal data has some of. */
const hintPattern = /[@\d:/]|www\.|\?[\w.-]/i;

/** Stands for what was found already: of as many units, and part of no word or number. */
const filler = '\uFFFC';

/** Keyboards for Chinese and Japanese write these; each is one unit, as its plain one is. */
const fullWidthPattern = /[\uFF01-\uFF5E]/g;
const fullWidthBy = 0xfee0;
/** Pages and word processors keep numbers together with these; each is one unit too. */
const fixedSpacePattern = /[\u00A0\u2000-\u200A\u202F\u205F\u3000]/g;
const fixedDashPattern = /[\u2010-\u2013\u2212]/g;
const arabicDigitPattern = /[\u0660-\u0669\u06F0-\u06F9]/g;

/** As a keyboard for English writes it, unit for unit. */
function plainOf(text: string): string {
  return text
    .replace(fullWidthPattern, (wide) => String.fromCharCode(wide.charCodeAt(0) - fullWidthBy))
    .replace(fixedSpacePattern, ' ')
    .replace(fixedDashPattern, '-')
    .replace(arabicDigitPattern, (digit) => String(digit.charCodeAt(0) & 0xf));
}

// What the normaliser leaves in a text, and is personal all the same. None of it runs into what was found already.
const letter = String.raw`\p{L}\p{M}\p{N}`;
const wordPart = `${letter}_`;
const addressRest = String.raw`[^\s<>"${filler}]*[^\s<>".,;:!?)\]}'${filler}]`;
/** An address by any scheme, as in `ftp://example.com`. */
const schemePattern = new RegExp(
  String.raw`(?<![\p{L}\p{M}_@])[a-z][a-z\d+]{1,20}:\/\/${addressRest}`,
  'giu',
);
/** An address of a page without its beginning, as in `example.com/somebody` or `example.com?user=5`. */
const barePagePattern = new RegExp(
  String.raw`(?<![${wordPart}@./-])(?:[${letter}-]+\.)+\p{L}{2,}(?::\d+)?(?:\/|\?[\w.-]+=)${addressRest}`,
  'giu',
);
const host = String.raw`(?:(?:[${letter}-]+\.)+\p{L}{2,}|\[[\da-f.:]+\])`;
/** A mail address whose name is quoted, or that is at the address of a machine (RFC 5321, 4.1.2). */
const oddEmailPattern = new RegExp(
  String.raw`(?:["“][^"“”\n${filler}]{1,64}["”]|(?<![${wordPart}.+-])[${wordPart}.+-]+)@${host}(?![${wordPart}-])`,
  'giu',
);

/**
 * Personal data in the order of the text: mail addresses, links, card, account, social security and telephone
 * numbers, addresses of machines and @names. None overlaps another. Offsets are UTF-16 units of the text as given.
 */
export function findPersonalData(text: string, findPhoneNumbers: PhoneNumberFinder): PersonalData[] {
  const plain = plainOf(text);
  if (!hintPattern.test(plain)) return [];
  const found: PersonalData[] = [];
  /** What is left to look at: what was found has its place for good. */
  let rest = plain;

  function add(kind: PersonalDataKind, spans: readonly Span[]): void {
    const ordered = spans.toSorted((a, b) => a.start - b.start);
    const pieces: string[] = [];
    let from = 0;
    for (const { start, end } of ordered) {
      if (start < from || rest.slice(start, end) === words[kind]) continue;
      found.push({ start, end, kind, word: words[kind] });
      pieces.push(rest.slice(from, start), filler.repeat(end - start));
      from = end;
    }
    if (from > 0) rest = pieces.join('') + rest.slice(from);
  }

  add('link', spansOf(rest, webAddressPattern));
  add('link', spansOf(rest, schemePattern));
  add('email', spansOf(rest, emailPattern));
  add('email', spansOf(rest, oddEmailPattern));
  add('link', spansOf(rest, barePagePattern));
  add('account', findAccounts(rest));
  add('card', findCards(rest));
  add('number', findSocialSecurityNumbers(rest));
  add('machine', findMachines(rest));
  add(
    'number',
    findPhoneNumbers(rest).map((span) => withRest(rest, span)),
  );
  add('number', findLongNumbers(rest));
  add('name', spansOf(rest, mentionPattern));
  return found.toSorted((a, b) => a.start - b.start);
}

function spansOf(text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** The text with words such as `[email]` in place of personal data. */
export function maskText(text: string, findPhoneNumbers: PhoneNumberFinder): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end, word } of findPersonalData(text, findPhoneNumbers)) {
    pieces.push(text.slice(from, start), word);
    from = end;
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}
