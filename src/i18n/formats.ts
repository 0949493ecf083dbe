/** Figures as people read them: percents, bytes, times, counts and names of languages. */
const locale = 'en';
const space = '\u00A0';

const integers = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const plurals = new Intl.PluralRules(locale);
const conjunction = new Intl.ListFormat(locale, { style: 'long', type: 'conjunction' });
const languageNames = new Intl.DisplayNames(locale, { type: 'language', fallback: 'none' });

/** A whole number with its thousands set apart. */
export function formatCount(count: number): string {
  return integers.format(count);
}

/** "1 sentence", "3 sentences". */
export function formatPlural(count: number, one: string, other: string): string {
  return `${formatCount(count)} ${plurals.select(count) === 'one' ? one : other}`;
}

/** "84 %", from a whole number of percent. */
export function formatPercent(percent: number): string {
  return `${formatCount(percent)}${space}%`;
}

/** "84 %", from a share between 0 and 1. */
export function formatShare(share: number): string {
  return formatPercent(Math.round(share * 100));
}

/** "a, b and c". */
export function formatList(items: readonly string[]): string {
  return conjunction.format(items);
}

/** The name of a language in English, or null when the code is not of a known one. */
export function languageName(code: string): string | null {
  try {
    return languageNames.of(code) ?? null;
  } catch {
    return null;
  }
}

interface ByteUnit {
  name: string;
  bytes: number;
}

const byteUnits: readonly ByteUnit[] = [
  { name: 'GB', bytes: 1e9 },
  { name: 'MB', bytes: 1e6 },
  { name: 'kB', bytes: 1e3 },
];

function inUnit(bytes: number, unit: ByteUnit): string {
  const amount = bytes / unit.bytes;
  return (amount > 0 && amount < 9.95 ? oneDecimal : integers).format(amount);
}

function unitOf(bytes: number): ByteUnit | undefined {
  return byteUnits.find((unit) => bytes >= unit.bytes);
}

/** "24 MB", "1.2 kB", "0 bytes": decimal units, one decimal below ten. */
export function formatBytes(bytes: number): string {
  const unit = unitOf(bytes);
  return unit === undefined
    ? formatPlural(bytes, 'byte', 'bytes').replace(' ', space)
    : `${inUnit(bytes, unit)}${space}${unit.name}`;
}

/** "6 of 24 MB": both in the unit of the whole. */
export function formatBytesOf(loadedBytes: number, totalBytes: number): string {
  const unit = unitOf(totalBytes);
  if (unit === undefined) return `${formatCount(loadedBytes)} of ${formatBytes(totalBytes)}`;
  const loaded =
    totalBytes / unit.bytes < 9.95 ? inUnit(loadedBytes, unit) : integers.format(loadedBytes / unit.bytes);
  return `${loaded} of ${formatBytes(totalBytes)}`;
}

/** How long something took: "12 ms", "1.2 s". Never "0 ms": nothing takes no time. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 999.5) return `${Math.max(1, Math.round(durationMs))}${space}ms`;
  return `${oneDecimal.format(durationMs / 1000)}${space}s`;
}

/** How long something will take: whole seconds, or minutes from two upwards. */
export function formatRemaining(remainingMs: number): string {
  const seconds = Math.max(1, Math.ceil(remainingMs / 1000));
  return seconds < 120 ? `${seconds}${space}s` : `${Math.round(seconds / 60)}${space}min`;
}
