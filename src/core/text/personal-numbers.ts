/** Numbers that belong to somebody: cards, accounts, machines, telephones. Dates, prices, years and ratings do not. */
import type { Span } from '../contracts/analysis.ts';
import { maskNumber, numberPattern } from './personal-patterns.ts';

const cardPattern =
  /(?<![\d.-])(?:\d{4}(\s{1,2}|[-._/]|)\d{4}\1\d{4}\1\d{1,7}|\d{4}(\s{1,2}|[-._/]|)\d{6}\2\d{4,5})(?![\d-]|\.\d)/g;
/** Of the issuers that there are: none begins like a year or with a digit of no industry. */
const issuerPattern = /^(?:2[2-7]|[3-6])/;

/** By the check digit (Luhn, ISO/IEC 7812-1). */
export function findCards(text: string): Span[] {
  return matches(text, cardPattern).filter(({ start, end }) => {
    const digits = text.slice(start, end).replace(/\D/g, '');
    return digits.length >= 13 && digits.length <= 19 && issuerPattern.test(digits) && hasLuhnDigit(digits);
  });
}

function hasLuhnDigit(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const accountPattern = /(?<![\p{L}\p{N}_])[A-Z]{2}\d{2}(?:[ -]?[A-Z\d]){11,30}(?![\p{L}\p{N}_])/giu;
const fewestAccountCharacters = 15;

/** International account numbers (IBAN, ISO 13616) by their check digits; what follows one in capitals is not part of it. */
export function findAccounts(text: string): Span[] {
  return matches(text, accountPattern).flatMap(({ start, end }) => {
    for (let to = end; to > start; to -= 1) {
      const isWordEnd = !/[\p{L}\p{N}]/u.test(text.charAt(to)) && /[\p{L}\p{N}]/u.test(text.charAt(to - 1));
      if (!isWordEnd) continue;
      const account = text.slice(start, to).replace(/[ -]/g, '').toUpperCase();
      if (account.length < fewestAccountCharacters) break;
      // Words of a sentence pass the check as well, one time in a hundred.
      const hasManyDigits = account.replace(/\D/g, '').length * 2 >= account.length;
      if (hasManyDigits && hasIbanDigits(account)) return [{ start, end: to }];
    }
    return [];
  });
}

function hasIbanDigits(account: string): boolean {
  let rest = 0;
  for (const character of account.slice(4) + account.slice(0, 4)) {
    // Letters count from 10 on, as in base 36.
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

const socialSecurityPattern = /(?<![\w.-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-]|\.\d)/g;

/** Social security numbers of the United States, by the groups and the numbers that are never given out. */
export function findSocialSecurityNumbers(text: string): Span[] {
  return matches(text, socialSecurityPattern);
}

const byte = String.raw`(?:25[0-5]|2[0-4]\d|1?\d?\d)`;
const ipv4 = String.raw`${byte}(?:\.${byte}){3}`;
const ipv4Pattern = new RegExp(
  String.raw`(?<![\w.]|\b(?:v|ver|version|release)\.?\s)${ipv4}(?![\w]|\.\d)`,
  'gi',
);
const ipv6Pattern = new RegExp(
  String.raw`(?<![\w:.])(?:[\da-f]{1,4}:|:){2,7}(?:${ipv4}|:|[\da-f]{1,4})?(?![\w:])`,
  'gi',
);
const macPattern =
  /(?<![\w:.-])(?:[\da-f]{2}([:-])(?:[\da-f]{2}\1){4}[\da-f]{2}|(?=[a-f.]*\d)[\da-f]{4}(?:\.[\da-f]{4}){2})(?![\w:-]|\.\w)/gi;

/** Addresses of machines: IPv4, IPv6 and MAC; not a time, nor the number of a version that says so. */
export function findMachines(text: string): Span[] {
  const ipv6 = matches(text, ipv6Pattern).filter(({ start, end }) => isIpv6(text.slice(start, end)));
  return [...matches(text, ipv4Pattern), ...ipv6, ...matches(text, macPattern)];
}

function isIpv6(address: string): boolean {
  const halves = address.split('::');
  const groups = address.split(':').filter((group) => group !== '');
  if (!/\d/.test(address) || halves.length > 2) return false;
  return halves.length === 1 ? groups.length === 8 : groups.length > 0 && groups.length < 8;
}

const cuePattern =
  /(?<=\b(?:tel|phone|telephone|mobile|cell|fax|call|ring|whatsapp|text)(?:\s+(?:me|us|number|no|is|at|on))*\.?:?\s{0,2})(?:\+|\()?\d[\d ()./-]{4,20}\d(?!\w)/gi;
const fewestCuedDigits = 6;
/** As in France: five pairs, of which the first begins with a zero. */
const pairsPattern = /(?<![\w.,:/-]|\d )0[1-9]([ .-])\d{2}(?:\1\d{2}){3}(?!\w|[.,:/ -]\d)/g;

/**
 * Telephone and customer numbers: what the normaliser takes for the number of somebody, and shorter ones behind a word
 * such as *call*. Numbers of a plan and with a country are found by `findPhoneNumbers`.
 */
export function findLongNumbers(text: string): Span[] {
  const long = [...text.matchAll(numberPattern)].flatMap((match) =>
    maskNumber(match) === null ? [] : aroundDates(match[0], match.index),
  );
  const cued = matches(text, cuePattern).filter(
    ({ start, end }) =>
      text.slice(start, end).replace(/\D/g, '').length >= fewestCuedDigits &&
      !datePattern.test(text.slice(start, end)),
  );
  const spans = [
    ...long.map((span) => withAreaCode(text, withRest(text, span))),
    ...cued,
    ...matches(text, pairsPattern),
  ];
  return joined(spans.filter((span) => !isPrice(text, span)));
}

/** Spans in their order, those that overlap as one. */
function joined(spans: readonly Span[]): Span[] {
  const apart: Span[] = [];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const last = apart.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else apart.push({ start, end });
  }
  return apart;
}

const areaCodePattern = /(?<![\w./-])(?:\+\d{1,3}[ .-]?)?\(?0\d{1,5}\)?[ ./-]\s?$/;

function withAreaCode(text: string, { start, end }: Span): Span {
  const code = areaCodePattern.exec(text.slice(Math.max(0, start - 16), start));
  return { start: start - (code?.[0].length ?? 0), end };
}

/** An extension as in `1234567-89` or `1234567/44`, or most of a number of which the beginning was taken for one. */
const restPattern = /^(?:[-/]\d{1,4}(?![\w-]|[./]\d)|[ .-]?\d{5,})/;

/** A number with what belongs to it behind it. */
export function withRest(text: string, { start, end }: Span): Span {
  return { start, end: end + (restPattern.exec(text.slice(end))?.[0].length ?? 0) };
}

/** A date may stand right before a number or behind it, and stays. */
function aroundDates(digits: string, at: number): Span[] {
  const date = datePattern.exec(digits);
  if (date === null) return [{ start: at, end: at + digits.length }];
  const behind = date.index + date[0].length;
  const parts = [[digits.slice(0, date.index), at] as const, [digits.slice(behind), at + behind] as const];
  return parts.flatMap(([part, start]) =>
    [...part.matchAll(numberPattern)].flatMap((match) =>
      maskNumber(match) === null ? [] : aroundDates(match[0], start + match.index),
    ),
  );
}

const datePattern =
  /(?<!\d)(?:(?:19|20)\d{2}([-/. ])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])([-/. ])(?:0?[1-9]|[12]\d|3[01])\2(?:19|20)\d{2}|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)/;
const currencyBefore = /(?:[$\u00A3\u00A5\u20A0-\u20CF]|\b(?:USD|EUR|GBP|JPY|INR|CHF|Rs\.?))\s?$/i;
const currencyBehind =
  /^(?:[.,]\d+)?\s?(?:[$\u00A3\u00A5\u20A0-\u20CF%]|(?:USD|EUR|GBP|JPY|INR|CHF|dollars?|euros?|pounds?|bucks|rupees|yen)\b)/i;

function isPrice(text: string, { start, end }: Span): boolean {
  return (
    currencyBefore.test(text.slice(Math.max(0, start - 8), start)) ||
    currencyBehind.test(text.slice(end, end + 20))
  );
}

function matches(text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
