/**
 * Under which name a reading is remembered: tells nothing of the text, and is the same for texts of one caller that are read
 * the same.
 */
import type { AnalyzeRequest, ModelInfo } from '#core/contracts/analysis';
import { normalise } from '#core/text/normalise';
import type { Secrets } from '../secrets.ts';

/** Longer texts hardly come again, and to normalise one takes time that others wait for. */
const maxCharacters = 10_000;

/**
 * The digest of the normalised text, of where its characters stand in the text as given (a reading holds offsets), of the
 * model, and of the caller: an answer that comes sooner would else tell that somebody has sent that very text. Null where the
 * reading is not to be remembered: of a long text, and with aspects, whose terms the reading repeats.
 */
export function readingKey(
  { text, aspects, anyLanguage }: AnalyzeRequest,
  model: ModelInfo,
  caller: string,
  secrets: Secrets,
): string | null {
  if (aspects !== undefined || text.length > maxCharacters) return null;
  const normal = normalise(text);
  const places = Buffer.concat([bytesOf(normal.starts), bytesOf(normal.ends)]).toString('base64');
  const language = anyLanguage === true ? 'any' : 'own';
  return secrets.digest('reading', caller, model.sha256, language, normal.text, places);
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
