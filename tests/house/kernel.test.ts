import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compileKernel, kernelPath } from '../../scripts/compile-kernel.ts';

it('the kernel that is served is the one its sources make', { timeout: 60_000 }, async () => {
  const compiled = Buffer.from(await compileKernel());
  // Otherwise: npm run kernel.
  expect(compiled.equals(readFileSync(kernelPath))).toBe(true);
});
