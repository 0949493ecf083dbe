/** What the default model says of itself: its manifest, fetched beside its files, or kept with them. */
import { useQuery } from '@tanstack/react-query';
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import { manifest, registry } from '#core/contracts/manifest';
import type { Manifest } from '#core/contracts/manifest';
import { findVersions } from '../engine/model-versions.ts';

/** There are networks that never answer. */
const answerMs = 15_000;

async function fetchJson(url: URL, signal: AbortSignal): Promise<unknown> {
  try {
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(answerMs)]);
    const response = await fetch(url, { signal: inTime });
    if (!response.ok) throw new UndertoneError('model-unavailable', { status: response.status });
    return await response.json();
  } catch (thrown) {
    throw toUndertoneError(thrown, 'model-unavailable');
  }
}

async function fetchModel(baseUrl: string, signal: AbortSignal): Promise<Manifest> {
  const registryUrl = new URL('weights/registry.json', baseUrl);
  const listed = registry.safeParse(await fetchJson(registryUrl, signal));
  const entry = listed.data?.models.find((model) => model.id === listed.data.default);
  if (entry === undefined) throw new UndertoneError('model-corrupt', { file: 'registry.json' });
  const parsed = manifest.safeParse(await fetchJson(new URL(entry.manifest, registryUrl), signal));
  if (!parsed.success) throw new UndertoneError('model-corrupt', { file: entry.manifest });
  return parsed.data;
}

/** Where the site does not answer, the version that this device reads with says the same of itself. */
async function findModel(baseUrl: string, signal: AbortSignal): Promise<Manifest> {
  try {
    return await fetchModel(baseUrl, signal);
  } catch (thrown) {
    const kept = await findVersions(new URL('weights/', baseUrl).href).catch(() => null);
    if (kept?.current) return kept.current.manifest;
    throw thrown;
  }
}

/** The manifest of the model this site reads with. */
export function useModel(baseUrl: string) {
  return useQuery({ queryKey: ['model', baseUrl], queryFn: ({ signal }) => findModel(baseUrl, signal) });
}
