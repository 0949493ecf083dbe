/** Fetches the files of a model and lets nothing through that is not what the manifest names. */
import type * as z from 'zod/mini';
import { UndertoneError } from '#core/contracts/errors';
import { chunkBytes } from '#core/contracts/manifest';
import type { ModelFile } from '#core/contracts/manifest';
import { sha256 } from './sha256.ts';

/**
 * Fetches a JSON file and holds it against its schema.
 *
 * @throws UndertoneError `model-unavailable` when it cannot be fetched, `model-corrupt` when it is something else
 */
export async function downloadJson<Schema extends z.ZodMiniType>(
  url: URL,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const response = await request(url, { cache: 'no-cache' });
  const text = await received(url, response.text());
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) throw corrupt(url, 'not in the expected form');
  return parsed.data;
}

/**
 * Fetches one file of a model, checking each chunk as it arrives.
 *
 * @param onBytes told how many bytes each piece brought
 * @param signal ends the download; the promise then rejects with `model-unavailable`
 * @throws UndertoneError `model-unavailable` when it cannot be fetched whole, `model-corrupt` when it is something else
 */
export async function downloadFile(
  url: URL,
  file: ModelFile,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  // The private file system is the cache; a second copy in the browser's own would only take room and could go bad.
  const response = await request(url, { cache: 'no-store', signal });
  if (response.body === null) throw corrupt(url, 'empty');
  const reader = response.body.getReader();
  try {
    const bytes = new Uint8Array(file.sizeBytes);
    let loadedBytes = 0;
    let checkedChunks = 0;
    for (;;) {
      const { done, value } = await received(url, reader.read());
      if (done) break;
      if (loadedBytes + value.length > bytes.length) throw corrupt(url, 'too long');
      bytes.set(value, loadedBytes);
      loadedBytes += value.length;
      onBytes(value.length);
      for (; (checkedChunks + 1) * chunkBytes <= loadedBytes; checkedChunks += 1) {
        await checkChunk(url, file, bytes, checkedChunks);
      }
    }
    if (loadedBytes < bytes.length) throw corrupt(url, 'too short');
    for (; checkedChunks * chunkBytes < bytes.length; checkedChunks += 1) {
      await checkChunk(url, file, bytes, checkedChunks);
    }
    return bytes;
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

async function checkChunk(url: URL, file: ModelFile, bytes: Uint8Array<ArrayBuffer>, chunk: number) {
  const start = chunk * chunkBytes;
  const hash = await sha256(bytes.subarray(start, start + chunkBytes));
  if (hash !== file.chunkSha256s[chunk]) throw corrupt(url, 'wrong bytes');
}

async function request(url: URL, init: RequestInit): Promise<Response> {
  const response = await received(url, fetch(url, init));
  if (!response.ok)
    throw new UndertoneError('model-unavailable', { file: nameOf(url), status: response.status });
  return response;
}

/** Waits for something that comes over the network: whatever it throws means that it did not arrive. */
async function received<Value>(url: URL, pending: Promise<Value>): Promise<Value> {
  try {
    return await pending;
  } catch (thrown) {
    throw new UndertoneError('model-unavailable', { file: nameOf(url) }, { cause: thrown });
  }
}

function corrupt(url: URL, reason: string): UndertoneError {
  return new UndertoneError('model-corrupt', { file: nameOf(url), reason });
}

function nameOf(url: URL): string {
  return url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
