/** The kernel's sources as WebAssembly. They are AssemblyScript under a name that TypeScript does not take for its own. */
import { readFileSync } from 'node:fs';
import { main } from 'assemblyscript/asc';

export const kernelPath = new URL('../workers/kernel/kernel.wasm', import.meta.url);
const sourcesUrl = new URL('../workers/kernel/assembly/', import.meta.url);

/** @throws Error with what the compiler says as its cause */
export async function compileKernel(): Promise<Uint8Array> {
  let compiled: Uint8Array | null = null;
  const { error } = await main(
    [
      'kernel.ts',
      ...['--outFile', 'kernel.wasm', '--runtime', 'stub', '--noAssert', '-O3', '--converge'],
      ...['--enable', 'simd', '--enable', 'relaxed-simd'],
    ],
    {
      readFile(name) {
        const source = /^([a-z]+)\.ts$/.exec(name)?.[1];
        return source === undefined ? null : readFileSync(new URL(`${source}.as`, sourcesUrl), 'utf8');
      },
      writeFile(name, content) {
        if (name === 'kernel.wasm' && content instanceof Uint8Array) compiled = content;
      },
      listFiles: () => [],
    },
  );
  if (error !== null || compiled === null)
    throw new Error('The kernel cannot be compiled.', { cause: error });
  return compiled;
}
