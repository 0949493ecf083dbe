/** `npm run kernel`: compiles workers/kernel/assembly to workers/kernel/kernel.wasm, the same bytes every time. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileKernel, kernelPath } from './compile-kernel.ts';

writeFileSync(fileURLToPath(kernelPath), await compileKernel());
