/** The core's session over the kernel: the model of models/training/graph.py, step by step and bit for bit. */
import { UndertoneError } from '#core/contracts/errors';
import type { Session, SessionOutput } from '#core/session';
import type { SessionFiles } from '../ort/backend.ts';
import { isKernel } from './exports.ts';
import type { Kernel } from './exports.ts';
import { readGraphArrays } from './graph-arrays.ts';
import { handOut } from './memory.ts';
import { layOut } from './model.ts';
import type { Linear } from './model.ts';

const floatBytes = 4;
const tones = 3;
/** Of a token's scores: the three tones, and what it says of the row's sharpness. */
const lanes = 4;
/** Largest logarithm of a row's sharpness. */
const sharpnessLimit = Math.fround(0.7);
/** Tokens are worked on by fours. */
const tokensAtATime = 4;
/** In the attention within a row. */
const keysAtATime = 8;

const wholeFours = (count: number): number => Math.ceil(count / tokensAtATime) * tokensAtATime;

/**
 * Opens a model in a kernel of its own.
 *
 * @returns null for a model of another kind than the kernel runs
 * @throws UndertoneError `engine-failed`
 */
export async function openKernelSession(
  module: WebAssembly.Module,
  { graph, weights }: Pick<SessionFiles, 'graph' | 'weights'>,
): Promise<Session | null> {
  const { exports } = await WebAssembly.instantiate(module);
  if (!isKernel(exports)) return null;
  const kernel: Kernel = exports;
  const memory = handOut(kernel.memory);
  const laidOut = layOut(kernel, memory, readGraphArrays(graph), weights);
  if (laidOut === null) return null;
  const model = laidOut;
  const base = memory.top;

  /** The states of every token after the last layer; everything is taken anew for each run. */
  function scoresOf(ids: Int32Array, rows: number, length: number): Float32Array {
    memory.release(base);
    const { width, innerWidth, heads } = model;
    const count = rows * length;
    const tokens = wholeFours(count);
    const padded = Math.ceil(length / keysAtATime) * keysAtATime;
    const headWidth = width / heads;
    const floats = (perToken: number): number => memory.take(tokens * perToken * floatBytes);
    const [idsAt, states, projected, mixed, inner] = [
      memory.take(count * floatBytes),
      floats(width),
      floats(3 * width),
      floats(width),
      floats(innerWidth),
    ];
    const [rounded, scales, starts, scores] = [
      memory.take(tokens * innerWidth),
      floats(1),
      floats(1),
      floats(lanes),
    ];
    const scratch = memory.take((headWidth + padded) * padded * floatBytes);
    memory.integers(idsAt, count).set(ids);
    // Tokens that only fill up the last four.
    for (const at of [states, mixed]) memory.floats(at, tokens * width).fill(0, count * width);

    // What lands in the states is added to them; what comes from the inner width still has its gelu before it.
    const apply = (from: number, layer: Linear, to: number): void => {
      const { packed, scales: weightScales, bias, depth, width: out } = layer;
      kernel.round(from, tokens, depth, rounded, scales, starts, from === inner);
      kernel.multiply(
        ...([rounded, scales, starts, packed, weightScales, bias, to] as const),
        ...([tokens, depth, out, to === states] as const),
      );
    };
    const normalise = ({ gain, bias }: { gain: number; bias: number }): void =>
      kernel.normalise(states, gain, bias, tokens, width);

    const { rowOfWord, wordTable, wordScales, placeTable, placeScales } = model;
    kernel.embed(
      ...([idsAt, count, length, width] as const),
      ...([rowOfWord, wordTable, wordScales, placeTable, placeScales, states] as const),
    );
    normalise(model.embeddingNorm);
    for (const layer of model.layers) {
      apply(states, layer.projections, projected);
      kernel.attend(projected, mixed, rows, length, heads, headWidth, scratch);
      apply(mixed, layer.out, states);
      normalise(layer.outNorm);
      apply(states, layer.up, inner);
      apply(inner, layer.down, states);
      normalise(layer.downNorm);
    }
    kernel.score(states, count, width, model.head, model.headBias, scores);
    return memory.floats(scores, count * lanes).slice();
  }

  /** e to the power of a number of small size, as the kernel has it. */
  function exponential(value: number): number {
    memory.release(base);
    const at = memory.take(lanes * floatBytes);
    memory.floats(at, lanes).fill(value);
    kernel.exponentials(at);
    return memory.floats(at, 1)[0] ?? Number.NaN;
  }

  function run(ids: Int32Array, rows: number, length: number): SessionOutput {
    const isWithin = length > 2 && length <= model.places && ids.every((id) => id >= 0 && id < model.words);
    if (!isWithin) throw new UndertoneError('engine-failed', { reason: 'rows the model cannot have' });
    const scores = scoresOf(ids, rows, length);
    const logits = new Float32Array(rows * tones);
    const evidence = new Float32Array(rows * length * tones);
    const content = length - 2;
    const meanOf = rows === 1 ? meanInTurn : meanByFours;
    for (let row = 0; row < rows; row += 1) {
      const first = row * length;
      const said = meanOf(content, (token) => scores[(first + 1 + token) * lanes + tones] ?? Number.NaN);
      const sharpness = exponential(clip(Math.fround(said + model.sharpnessBias)));
      for (let token = first; token < first + length; token += 1) {
        for (let tone = 0; tone < tones; tone += 1)
          evidence[token * tones + tone] = (scores[token * lanes + tone] ?? Number.NaN) * sharpness;
      }
      for (let tone = 0; tone < tones; tone += 1)
        logits[row * tones + tone] = meanOf(
          content,
          (token) => evidence[(first + 1 + token) * tones + tone] ?? Number.NaN,
        );
    }
    return { logits, evidence };
  }

  return {
    async run(ids, rows, length) {
      try {
        return run(ids, rows, length);
      } catch (cause) {
        if (cause instanceof UndertoneError) throw cause;
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new UndertoneError('engine-failed', { reason }, { cause });
      }
    },
  };
}

function clip(value: number): number {
  return Math.min(sharpnessLimit, Math.max(-sharpnessLimit, value));
}

// The runtime adds one row up from its first token to its last, but several rows by a product with ones, which takes
// the first by itself and then four at a time. To be equal to it, both are done here.

/** @param at numbers of float32 */
function meanInTurn(count: number, at: (index: number) => number): number {
  let sum = at(0);
  for (let i = 1; i < count; i += 1) sum = Math.fround(sum + at(i));
  return Math.fround(sum / count);
}

/** @param at numbers of float32 */
function meanByFours(count: number, at: (index: number) => number): number {
  let sum = at(0);
  let i = 1;
  for (; i + 4 <= count; i += 4) {
    const three = Math.fround(Math.fround(at(i) + at(i + 1)) + at(i + 2));
    sum = Math.fround(sum + Math.fround(three + at(i + 3)));
  }
  for (; i < count; i += 1) sum = Math.fround(sum + at(i));
  return Math.fround(sum / count);
}
