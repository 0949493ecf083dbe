/** The real worker in a world where one thing goes wrong, or is new; its name says which. */
import * as Comlink from 'comlink';
import { UndertoneError } from '#core/contracts/errors';
import { manifest as manifestSchema, registry as registrySchema } from '#core/contracts/manifest';
import type { Manifest, Registry } from '#core/contracts/manifest';
import { createInference } from '../../../workers/inference.ts';
import { withKernel } from '../../../workers/kernel/backend.ts';
import type { Backend } from '../../../workers/ort/backend.ts';
import { createWasmBackend } from '../../../workers/ort/wasm.ts';
import { sha256 } from '../../../workers/weights/sha256.ts';

const fetchFaults: Record<string, (url: string, signal?: AbortSignal | null) => Promise<Response>> = {
  offline: () => Promise.reject(new TypeError('Failed to fetch')),
  'no-weights': async (url) => (isWeights(url) ? new Response('', { status: 404 }) : passOn(url)),
  html: async (url) =>
    isWeights(url)
      ? new Response('<!doctype html><title>Welcome</title>', { headers: { 'content-type': 'text/html' } })
      : passOn(url),
  'html-registry': async (url) =>
    url.endsWith('registry.json') ? new Response('<!doctype html><title>Welcome</title>') : passOn(url),
  silent: (url, signal) => (url.endsWith('.json') ? waitFor(signal) : passOn(url)),
  short: async (url) => (isWeights(url) ? changed(url, (bytes) => bytes.slice(0, -1)) : passOn(url)),
  long: async (url) => (isWeights(url) ? changed(url, appendZero) : passOn(url)),
  flipped: async (url) => (isWeights(url) ? changed(url, flipLast) : passOn(url)),
  stalled: async (url) => (isWeights(url) ? new Response(new ReadableStream()) : passOn(url)),
  'cut-off': async (url) => (isWeights(url) ? new Response(brokenStream()) : passOn(url)),
  packed: (url) => packedSite(url, (bytes) => bytes),
  'packed-flipped': (url) => packedSite(url, (bytes) => bytes, flipLast),
  'packed-other': (url) => packedSite(url, flipLast),
  'other-model': async (url) =>
    url.endsWith('registry.json') ? Response.json(await withDefault(url, 'tiny-2')) : passOn(url),
  newer: (url) => asNewer(url, (manifest) => manifest),
  'newer-without-weights': async (url) =>
    isWeights(url) ? new Response('', { status: 404 }) : asNewer(url, (manifest) => manifest),
  'newer-wrong': (url) => asNewer(url, withWrongAnswers),
  'newer-on-wrong': (url) => asNewer(url, (manifest) => manifest),
  'newer-on-broken': (url) => asNewer(url, (manifest) => manifest),
};

/** The hash of a large file takes longer than an answer of the site. */
const slowHash = '-and-slow-to-hash';
const passOn = self.fetch.bind(self);
const fault = fetchFaults[self.name.replace(slowHash, '')];
if (self.name.endsWith(slowHash)) {
  const digest = crypto.subtle.digest.bind(crypto.subtle);
  crypto.subtle.digest = async (algorithm, data) => {
    await new Promise((resolve) => {
      setTimeout(resolve, data.byteLength > 1000 ? 500 : 0);
    });
    return digest(algorithm, data);
  };
}
if (fault !== undefined) {
  self.fetch = (input, init) => fault(input instanceof Request ? input.url : String(input), init?.signal);
}
if (self.name === 'silent') {
  const inTime = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (ms) => inTime(ms / 100);
}
if (self.name === 'no-files') {
  navigator.storage.getDirectory = () => Promise.reject(new DOMException('Not here.', 'SecurityError'));
}
if (self.name === 'no-room') {
  FileSystemFileHandle.prototype.createWritable = refuse;
  Object.assign(FileSystemFileHandle.prototype, { createSyncAccessHandle: refuse });
}
if (self.name === 'little-room') {
  navigator.storage.estimate = () => Promise.resolve({ quota: 1_000_000, usage: 900_000 });
}
if (self.name === 'unknown-room') {
  navigator.storage.estimate = () => Promise.reject(new TypeError('Not here.'));
}

function waitFor(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
}

function refuse(): Promise<never> {
  return Promise.reject(new DOMException('No room left.', 'QuotaExceededError'));
}

function isWeights(url: string): boolean {
  return url.includes('weights-');
}

async function changed(
  url: string,
  change: (bytes: Uint8Array) => Uint8Array<ArrayBuffer>,
): Promise<Response> {
  const response = await passOn(url);
  return new Response(change(new Uint8Array(await response.arrayBuffer())));
}

const packedName = 'weights-packed.gzip';

/**
 * A site that has the weights in a packed copy alone.
 *
 * @param pack what is packed, from the weights as they are
 * @param send what is sent, from the packed copy
 */
async function packedSite(
  url: string,
  pack: (weights: Uint8Array) => Uint8Array<ArrayBuffer> | Uint8Array,
  send = (packed: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => packed,
): Promise<Response> {
  if (!url.endsWith('manifest.json') && !isWeights(url)) return passOn(url);
  if (isWeights(url) && !url.endsWith(packedName)) return new Response('', { status: 404 });
  const manifest = manifestSchema.parse(await (await passOn(new URL('manifest.json', url))).json());
  const { weights } = manifest.files;
  const content = new Uint8Array(await (await passOn(new URL(weights.name, url))).arrayBuffer());
  const stream = new Blob([Uint8Array.from(pack(content))]).stream();
  const packer = new CompressionStream('gzip');
  const packed = new Uint8Array(await new Response(stream.pipeThrough(packer)).arrayBuffer());
  if (isWeights(url)) return new Response(send(packed));
  const hash = await sha256(packed);
  const copy = { name: packedName, sizeBytes: packed.length, sha256: hash, chunkSha256s: [hash] };
  return Response.json({
    ...manifest,
    files: { ...manifest.files, weights: { ...weights, packed: copy } },
  } satisfies Manifest);
}

/** The second fixture model as if it were the next version of the first. */
async function asNewer(url: string, change: (manifest: Manifest) => Manifest): Promise<Response> {
  const response = await passOn(url.replace('/tiny-1/', '/tiny-2/'));
  if (!url.endsWith('manifest.json')) return response;
  const manifest = manifestSchema.parse(await response.json());
  return Response.json(change({ ...manifest, id: 'tiny-1' }));
}

async function withDefault(url: string, id: string): Promise<Registry> {
  return { ...registrySchema.parse(await (await passOn(url)).json()), default: id };
}

function withWrongAnswers(manifest: Manifest): Manifest {
  const knownAnswers = manifest.knownAnswers.map((known) => ({ ...known, logits: turned(known.logits) }));
  return { ...manifest, knownAnswers };
}

function turned([negative, neutral, positive]: [number, number, number]): [number, number, number] {
  return [positive + 3, negative - 3, neutral];
}

function appendZero(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const longer = new Uint8Array(bytes.length + 1);
  longer.set(bytes);
  return longer;
}

function flipLast(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(bytes);
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  return copy;
}

function brokenStream(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(Uint8Array.of(1, 2, 3));
    },
    pull(controller) {
      controller.error(new TypeError('network error'));
    },
  });
}

/** The real worker's, or one that refuses every model, or that answers wrongly whatever it reads with. */
function faultyBackend(): Backend {
  const runtime = createWasmBackend();
  if (self.name === 'newer-on-broken') {
    return { ...runtime, open: () => Promise.reject(new UndertoneError('engine-failed')) };
  }
  if (self.name !== 'newer-on-wrong') return withKernel(runtime);
  return {
    ...runtime,
    async open() {
      return {
        run: async (_, rows, length) => ({
          logits: new Float32Array(rows * 3).fill(1),
          evidence: new Float32Array(rows * length * 3).fill(1),
        }),
      };
    },
  };
}

if (!self.name.startsWith('em-pthread')) Comlink.expose(createInference(faultyBackend()));
