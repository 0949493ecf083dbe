/** Fetches the small files that say what there is: the registry and the manifests. */
import type * as z from 'zod/mini';
import { corruptFile, requestFile, unavailableFile } from './request.ts';

/** A network that takes longer, and there are such that never answer, counts as none. */
const answerMs = 15_000;

/**
 * Fetches a JSON file and holds it against its schema.
 *
 * @throws UndertoneError `model-unavailable` when it cannot be fetched, `model-corrupt` when it is something else
 */
export async function downloadJson<Schema extends z.ZodMiniType>(
  url: URL,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const response = await requestFile(url, { cache: 'no-cache', signal: AbortSignal.timeout(answerMs) });
  const text = await response.text().catch((cause: unknown): never => {
    throw unavailableFile(url, {}, cause);
  });
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) throw corruptFile(url, 'not in the expected form');
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
