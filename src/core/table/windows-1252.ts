/**
 * Windows-1252 by a table of our own (https://encoding.spec.whatwg.org/index-windows-1252.txt): decoders of some hosts
 * take it for Latin-1, where these thirty-two places hold control characters.
 */
const places0x80to0x9f =
  '\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F' +
  '\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178';

const sliceBytes = 8_192;

export function decodeWindows1252(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let from = 0; from < bytes.length; from += sliceBytes) {
    const units = Uint16Array.from(bytes.subarray(from, from + sliceBytes), (byte) =>
      byte >= 0x80 && byte <= 0x9f ? places0x80to0x9f.charCodeAt(byte - 0x80) : byte,
    );
    pieces.push(String.fromCharCode(...units));
  }
  return pieces.join('');
}
