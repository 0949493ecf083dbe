import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { chunkBytes } from '#core/contracts/manifest';
import type { ModelFile } from '#core/contracts/manifest';
import { downloadFile } from '../../../workers/weights/download.ts';
import { sha256 } from '../../../workers/weights/sha256.ts';

const url = new URL('https://tone.example/weights/tiny/weights.bin');
/** Two whole chunks and the beginning of a third. */
const sizeBytes = 2 * chunkBytes + 1000;
const bytes = Uint8Array.from({ length: sizeBytes }, (_, index) => (index * 31 + (index >> 8)) % 256);
let file: ModelFile;

beforeAll(async () => {
  const chunks = [0, 1, 2].map((chunk) => bytes.subarray(chunk * chunkBytes, (chunk + 1) * chunkBytes));
  file = {
    name: 'weights.bin',
    sizeBytes,
    sha256: await sha256(bytes),
    chunkSha256s: await Promise.all(chunks.map(sha256)),
  };
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A network that brings `pieces` and then ends, or, told so, brings nothing more. */
function bring(pieces: readonly Uint8Array[], isEndless = false): { cancelled: () => boolean } {
  let isCancelled = false;
  const rest = [...pieces];
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const next = rest.shift();
        if (next !== undefined) controller.enqueue(next);
        else if (!isEndless) controller.close();
        else return new Promise(() => undefined);
        return undefined;
      },
      cancel() {
        isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(stream)));
  return { cancelled: () => isCancelled };
}

function cut(whole: Uint8Array, pieceBytes: number): Uint8Array[] {
  const count = Math.ceil(whole.length / pieceBytes);
  return Array.from({ length: count }, (_, index) =>
    whole.subarray(index * pieceBytes, (index + 1) * pieceBytes),
  );
}

function download(onBytes: (count: number) => void = () => undefined): Promise<Uint8Array> {
  return downloadFile(url, file, onBytes, new AbortController().signal);
}

function withFlipped(index: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[index] = (changed[index] ?? 0) ^ 1;
  return changed;
}

describe('a file that arrives whole', () => {
  it.each([1000, chunkBytes, chunkBytes + 1, sizeBytes])(
    'comes out the same in pieces of %i',
    async (pieceBytes) => {
      bring(cut(bytes, pieceBytes));
      let loadedBytes = 0;
      const result = await download((count) => {
        loadedBytes += count;
      });
      expect(await sha256(Uint8Array.from(result))).toBe(file.sha256);
      expect(loadedBytes).toBe(sizeBytes);
    },
  );
});

describe('a file that is wrong', () => {
  it('is given up with its first bad chunk, without waiting for the rest', async () => {
    const { cancelled } = bring(cut(withFlipped(5).subarray(0, chunkBytes), 100_000), true);
    await expect(download()).rejects.toMatchObject({
      code: 'model-corrupt',
      details: { file: 'weights.bin', reason: 'wrong bytes' },
    });
    await vi.waitFor(() => expect(cancelled()).toBe(true));
  });

  it.each([
    ['in its middle', chunkBytes + 7],
    ['in its last bytes', sizeBytes - 1],
  ])('is found out when the fault is %s', async (_, index) => {
    bring(cut(withFlipped(index), 100_000));
    await expect(download()).rejects.toMatchObject({ code: 'model-corrupt' });
  });

  it('is given up as soon as it is too long', async () => {
    bring([bytes, Uint8Array.of(1)], true);
    await expect(download()).rejects.toMatchObject({
      code: 'model-corrupt',
      details: { reason: 'too long' },
    });
  });

  it('may not end early', async () => {
    bring([bytes.subarray(0, -1)]);
    await expect(download()).rejects.toMatchObject({
      code: 'model-corrupt',
      details: { reason: 'too short' },
    });
  });
});

it('names the status of an answer that is no file', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 503 })));
  await expect(download()).rejects.toMatchObject({ code: 'model-unavailable', details: { status: 503 } });
});
