/** The model that the product uses, as the test server shows it, and texts to read with it. */
import { manifest as manifestSchema, registry as registrySchema } from '#core/contracts/manifest';
import golden from '../golden/golden.jsonl?raw';
import type { FixtureModel } from '../unit/model-fixture.ts';

/** Where the test server shows the models of the product. */
export const shippedModelsUrl: string = new URL('/models/', location.href).href;

/** Manifest and files of the registry's default model. */
export async function loadShippedModel(): Promise<FixtureModel> {
  const ask = (path: string, base = shippedModelsUrl): Promise<Response> => fetch(new URL(path, base));
  const askBytes = async (path: string, base: string): Promise<Uint8Array> =>
    new Uint8Array(await (await ask(path, base)).arrayBuffer());
  const registry = registrySchema.parse(await (await ask('registry.json')).json());
  const path = registry.models.find(({ id }) => id === registry.default)?.manifest ?? '';
  const manifest = manifestSchema.parse(await (await ask(path)).json());
  const folder = new URL(path, shippedModelsUrl).href;
  const { vocabulary, graphCpu, weights } = manifest.files;
  return {
    manifest,
    vocabulary: await (await ask(vocabulary.name, folder)).text(),
    graph: await askBytes(graphCpu.name, folder),
    weights: await askBytes(weights.name, folder),
  };
}

/** The golden texts, in their order. */
export function goldenTexts(): string[] {
  return golden
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => Reflect.get(Object(JSON.parse(line)), 'text'))
    .filter((text) => typeof text === 'string');
}
