import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { chunkBytes } from '#core/contracts/manifest';
import type { ModelFile } from '#core/contracts/manifest';
import { downloadFile } from '../../../workers/weights/download.ts';
import { sha256 } from '../../../workers/weights/sha256.ts';
import type { PartialFile } from '../../../workers/weights/store.ts';

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

/** How one request is answered. */
interface Answer {
  /** What the server has; all of the file unless told otherwise. */
  whole?: Uint8Array;
  pieceBytes?: number;
  /** After so many bytes of the answer the connection breaks, or brings nothing more. */
  breaksAfter?: number;
  hangsAfter?: number;
  ignoresRanges?: boolean;
  status?: number;
}

interface Network {
  /** Where each request began. */
  asked: number[];
  /** Which use each request may make of the browser's own cache. */
  caches: string[];
  /** Whether each answer's body was given up. */
  givenUp: boolean[];
}

interface Asked {
  headers: Record<string, string>;
  signal: AbortSignal;
  cache: string;
}

/** A network that answers one request after the other; the last answer is repeated. */
function bring(...answers: Answer[]): Network {
  const network: Network = { asked: [], caches: [], givenUp: [] };
  vi.stubGlobal('fetch', (_: URL, { headers, signal, cache }: Asked) => {
    const number = network.asked.length;
    const answer = answers[number] ?? answers.at(-1) ?? {};
    const asked = Number(/^bytes=(\d+)-$/.exec(headers['Range'] ?? '')?.[1] ?? 0);
    network.asked.push(asked);
    network.caches.push(cache);
    network.givenUp.push(false);
    const whole = answer.whole ?? bytes;
    if (answer.status !== undefined) return Promise.resolve(new Response(null, { status: answer.status }));
    if (asked > 0 && asked >= whole.length) return Promise.resolve(new Response(null, { status: 416 }));
    const from = answer.ignoresRanges === true ? 0 : asked;
    const body = streamOf(whole.subarray(from), answer, signal, () => {
      network.givenUp[number] = true;
    });
    const range = `bytes ${from}-${whole.length - 1}/${whole.length}`;
    const init = from > 0 ? { status: 206, headers: { 'Content-Range': range } } : {};
    return Promise.resolve(new Response(body, init));
  });
  return network;
}

function streamOf(
  rest: Uint8Array,
  { pieceBytes = 100_000, breaksAfter = Infinity, hangsAfter = Infinity }: Answer,
  signal: AbortSignal,
  onCancel: () => void,
): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (at >= breaksAfter) return controller.error(new TypeError('network error'));
        if (at >= hangsAfter) return aborted(signal);
        const end = Math.min(at + pieceBytes, rest.length, breaksAfter, hangsAfter);
        if (end > at) controller.enqueue(rest.slice(at, end));
        at = end;
        if (at === rest.length) controller.close();
        return undefined;
      },
      cancel: onCancel,
    },
    { highWaterMark: 0 },
  );
}

/** Rejects as soon as the signal aborts. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  });
}

/** A place for what has come, with what an earlier visit left in it. */
function partWith(left: Uint8Array): PartialFile & { content: Uint8Array<ArrayBuffer> } {
  const content = new Uint8Array(sizeBytes);
  content.set(left);
  return {
    content,
    read: () => content.slice(0, left.length),
    write: (piece, at) => content.set(piece, at),
    commit: () => Promise.resolve(),
    discard: () => Promise.resolve(),
    close: () => undefined,
  };
}

interface Loaded {
  result: Uint8Array<ArrayBuffer>;
  loadedBytes: number;
  overTheNetwork: number;
}

async function download(part: PartialFile | null = null): Promise<Loaded> {
  let loadedBytes = 0;
  let overTheNetwork = 0;
  const progress = {
    arrived(count: number) {
      loadedBytes += count;
      overTheNetwork += count;
    },
    moved(count: number) {
      loadedBytes += count;
    },
  };
  const times = { pauseMs: 1, stallMs: 50 };
  const { signal } = new AbortController();
  const result = await downloadFile(url, file, { part, progress, signal, times });
  return { result, loadedBytes, overTheNetwork };
}

function withFlipped(index: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[index] = (changed[index] ?? 0) ^ 1;
  return changed;
}

async function expectWhole({ result, loadedBytes }: Loaded): Promise<void> {
  expect(await sha256(result)).toBe(file.sha256);
  expect(loadedBytes).toBe(sizeBytes);
}

describe('a file that arrives whole', () => {
  it.each([1000, chunkBytes, chunkBytes + 1, sizeBytes])(
    'comes out the same in pieces of %i',
    async (pieceBytes) => {
      bring({ pieceBytes });
      await expectWhole(await download());
    },
  );
});

describe("the browser's own cache", () => {
  it('gets no second copy of what is kept', async () => {
    const { caches } = bring({ breaksAfter: chunkBytes }, {});
    await download(partWith(new Uint8Array()));
    expect(caches).toEqual(['no-store', 'no-store']);
  });

  it('may save another download of what cannot be kept, but is not believed twice', async () => {
    const { caches } = bring({ whole: withFlipped(5) }, {});
    await expectWhole(await download());
    expect(caches).toEqual(['default', 'reload']);
  });
});

describe('a connection that breaks', () => {
  it('is taken up after the last whole chunk, and again', async () => {
    const { asked } = bring({ breaksAfter: chunkBytes + 5000 }, { breaksAfter: chunkBytes + 1 }, {});
    const loaded = await download();
    await expectWhole(loaded);
    expect(asked).toEqual([0, chunkBytes, 2 * chunkBytes]);
    expect(loaded.overTheNetwork).toBe(sizeBytes + 5001);
  });

  it('is begun again where the server knows no ranges', async () => {
    const { asked } = bring({ breaksAfter: chunkBytes + 5000 }, { ignoresRanges: true });
    await expectWhole(await download());
    expect(asked).toEqual([0, chunkBytes]);
  });

  it('is broken too when it brings nothing more', async () => {
    const { asked } = bring({ hangsAfter: chunkBytes }, {});
    await expectWhole(await download());
    expect(asked).toEqual([0, chunkBytes]);
  });

  it('may break as often as it likes while every attempt brings a chunk', async () => {
    bring(
      { breaksAfter: chunkBytes },
      { breaksAfter: chunkBytes },
      { breaksAfter: 999 },
      { breaksAfter: 999 },
      {},
    );
    await expectWhole(await download());
  });

  it('is given up when four attempts in a row bring none', async () => {
    const { asked } = bring({ breaksAfter: chunkBytes - 1 });
    await expect(download()).rejects.toMatchObject({ code: 'model-unavailable' });
    expect(asked).toEqual([0, 0, 0, 0]);
  });

  it('is not tried again once it is no longer wanted', async () => {
    const { asked } = bring({ hangsAfter: 10 });
    const abort = new AbortController();
    const progress = { arrived: () => abort.abort(), moved: () => undefined };
    const downloading = downloadFile(url, file, { part: null, progress, signal: abort.signal });
    await expect(downloading).rejects.toMatchObject({ code: 'model-unavailable' });
    expect(asked).toEqual([0]);
  });
});

describe('what an earlier visit left', () => {
  it('is not fetched again, as far as its chunks are right', async () => {
    const { asked } = bring({});
    const part = partWith(bytes.subarray(0, chunkBytes + 7777));
    const loaded = await download(part);
    await expectWhole(loaded);
    expect(asked).toEqual([chunkBytes]);
    expect(loaded.overTheNetwork).toBe(sizeBytes - chunkBytes);
    expect(await sha256(part.content)).toBe(file.sha256);
  });

  it('is all there is to it when it is whole', async () => {
    const { asked } = bring({});
    await expectWhole(await download(partWith(bytes)));
    expect(asked).toEqual([]);
  });

  it('is fetched anew from where it is damaged', async () => {
    const { asked } = bring({});
    const part = partWith(withFlipped(chunkBytes + 3));
    await expectWhole(await download(part));
    expect(asked).toEqual([chunkBytes]);
    expect(await sha256(part.content)).toBe(file.sha256);
  });
});

describe('a file that is wrong', () => {
  it('is asked for once more, and given up with its first bad chunk, without waiting for the rest', async () => {
    const { asked, givenUp } = bring({ whole: withFlipped(5), hangsAfter: chunkBytes });
    await expect(download()).rejects.toMatchObject({
      code: 'model-corrupt',
      details: { file: 'weights.bin', reason: 'wrong bytes' },
    });
    expect(asked).toEqual([0, 0]);
    await vi.waitFor(() => expect(givenUp).toEqual([true, true]));
  });

  it.each([
    ['in its middle', chunkBytes + 7, [0, chunkBytes]],
    ['in its last bytes', sizeBytes - 1, [0, 2 * chunkBytes]],
  ])('is found out when the fault is %s', async (_, index, places) => {
    const { asked } = bring({ whole: withFlipped(index) });
    await expect(download()).rejects.toMatchObject({ code: 'model-corrupt' });
    expect(asked).toEqual(places);
  });

  it('is right after all when only the way spoiled it', async () => {
    const { asked } = bring({ whole: withFlipped(chunkBytes + 7) }, {});
    await expectWhole(await download());
    expect(asked).toEqual([0, chunkBytes]);
  });

  it('is given up as soon as it is too long', async () => {
    const longer = new Uint8Array(sizeBytes + 1);
    longer.set(bytes);
    bring({ whole: longer, pieceBytes: longer.length });
    await expect(download()).rejects.toMatchObject({
      code: 'model-corrupt',
      details: { reason: 'too long' },
    });
  });

  it.each([1, chunkBytes, 1000])('may not end early, by %i bytes', async (missing) => {
    bring({ whole: bytes.subarray(0, sizeBytes - missing) });
    await expect(download()).rejects.toMatchObject({ code: 'model-corrupt' });
  });
});

it('names the status of an answer that is no file, and asks again only where that may help', async () => {
  const busy = bring({ status: 503 });
  await expect(download()).rejects.toMatchObject({ code: 'model-unavailable', details: { status: 503 } });
  expect(busy.asked).toHaveLength(4);
  const gone = bring({ status: 404 });
  await expect(download()).rejects.toMatchObject({ code: 'model-unavailable', details: { status: 404 } });
  expect(gone.asked).toHaveLength(1);
});
