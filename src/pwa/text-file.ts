/** Reads the text out of a file that came from outside, or says why there is none. */
import { maxTextCharacters } from '#core/contracts/analysis';
import { isPlainText } from './file-kinds.ts';

/** Why a file is not opened: neither plain text nor a table by its name, larger than can be read, or not readable as text. */
export type RefusalReason = 'kind' | 'size' | 'unreadable';

export interface Refusal {
  /** Of the file. */
  name: string;
  reason: RefusalReason;
}

export type OpenedFile = { text: string } | { reason: RefusalReason };

/** No encoding takes more for a character. */
const maxBytesPerCharacter = 4;

/** Never throws: a file may be gone or locked by the time it is read. */
export async function openTextFile(file: File): Promise<OpenedFile> {
  if (!isPlainText(file)) return { reason: 'kind' };
  if (file.size > maxTextCharacters * maxBytesPerCharacter) return { reason: 'size' };
  try {
    const text = decode(new Uint8Array(await file.arrayBuffer()));
    if (text.length > maxTextCharacters) return { reason: 'size' };
    // No text has these, and most other files do.
    return text.includes('\0') ? { reason: 'unreadable' } : { text };
  } catch {
    return { reason: 'unreadable' };
  }
}

/** By its mark, else as UTF-8, else as what old programs on Windows write, in which every byte is a character. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
