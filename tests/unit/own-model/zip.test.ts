import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { listZip } from '../../../workers/own-model/zip.ts';

/** Every entry of a zip file with its content, or the code of the error that stands in the way. */
async function contentOf(bytes: Uint8Array<ArrayBuffer>): Promise<Record<string, number[]> | string> {
  try {
    const found: Record<string, number[]> = {};
    for (const file of await listZip(new Blob([bytes]))) {
      const content: number[] = [];
      for await (const piece of file.open()) content.push(...piece);
      found[file.path] = content;
    }
    return found;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'other';
  }
}

const files = fc.dictionary(
  fc.stringMatching(/^[a-zé]{1,8}(?:\/[a-z]{1,5})?$/),
  fc.uint8Array({ maxLength: 2000 }),
  { minKeys: 1, maxKeys: 5 },
);

const sample = {
  'm/config.json': new TextEncoder().encode('{"a": 1}'.repeat(50)),
  'm/model.onnx': Uint8Array.from({ length: 300 }, (_, index) => (index * 7) % 256),
};

describe('a zip file', () => {
  it('gives what another program has packed, stored or deflated', async () => {
    await fc.assert(
      fc.asyncProperty(files, fc.constantFrom<0 | 6>(0, 6), async (packed, level) => {
        const expected = Object.fromEntries(
          Object.entries(packed).map(([path, content]) => [path, [...content]]),
        );
        expect(await contentOf(Uint8Array.from(zipSync(packed, { level })))).toEqual(expected);
      }),
    );
  });

  it('never gives wrong bytes, whatever byte of it is damaged', async () => {
    const whole = Uint8Array.from(zipSync(sample));
    const expected = await contentOf(whole);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const damaged = Uint8Array.from(whole);
        damaged[at] = (damaged[at] ?? 0) ^ change;
        const found = await contentOf(damaged);
        if (typeof found === 'string') {
          expect(found).toBe('own-model-unreadable');
          return;
        }
        // Names and dates have no checksum; contents do.
        expect(
          Object.values(found).every((content) =>
            Object.values(expected).some((one) => String(one) === String(content)),
          ),
        ).toBe(true);
      }),
    );
  });

  it('that is cut short, empty or something else is refused', async () => {
    const whole = Uint8Array.from(zipSync(sample));
    for (const bytes of [whole.slice(0, -30), whole.slice(0, 100), whole.slice(50), new Uint8Array()])
      expect(await contentOf(bytes)).toBe('own-model-unreadable');
  });
});
