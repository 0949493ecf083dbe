// What happens to each token by itself: its embedding, layer normalisation, and its scores at the end.
// States are [tokens, width] of float32; tokens are a multiple of 4 where that is said.

import { multiplyAdd } from './numbers';

const float: usize = 4;
const vector: usize = 16;

/** Four int8 as float32, times a scale. */
@inline
function widened(at: usize, scale: v128): v128 {
  const sixteen = i16x8.extend_low_i8x16_s(v128.load32_zero(at));
  return f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(sixteen)), scale);
}

/**
 * Word plus place of every token.
 *
 * @param ids int32 [tokens], rows of `length`
 * @param rowOfWord int32: which row of `words` an id has
 * @param words int8 [.., width], with a scale for each row; places likewise
 */
export function embed(
  ids: usize, tokens: usize, length: usize, width: usize, rowOfWord: usize,
  words: usize, wordScales: usize, places: usize, placeScales: usize, states: usize
): void {
  for (let t: usize = 0; t < tokens; t++) {
    const row = <usize>load<i32>(rowOfWord + <usize>load<i32>(ids + t * float) * float);
    const place = t % length;
    const wordScale = v128.load32_splat(wordScales + row * float);
    const placeScale = v128.load32_splat(placeScales + place * float);
    for (let h: usize = 0; h < width; h += 4) {
      const word = widened(words + row * width + h, wordScale);
      v128.store(states + (t * width + h) * float, f32x4.add(word, widened(places + place * width + h, placeScale)));
    }
  }
}

// Of eight tokens, a lane each.
let meansLow: v128 = f32x4.splat(0);
let meansHigh: v128 = f32x4.splat(0);
let distancesLow: v128 = f32x4.splat(0);
let distancesHigh: v128 = f32x4.splat(0);

/**
 * Mean and sum of squared distances from it, by Welford's recurrence. Each step waits for the one before it, so eight
 * tokens go beside each other.
 *
 * @param second from the first four tokens to the other four
 */
function gather(first: usize, stride: usize, second: usize): void {
  let meanLow = f32x4.splat(0), meanHigh = meanLow, distanceLow = meanLow, distanceHigh = meanLow;
  const other = first + second;
  let count: f32 = 1;
  for (let at: usize = 0; at < stride; at += vector) {
    const a = v128.load(first + at), b = v128.load(first + stride + at);
    const c = v128.load(first + 2 * stride + at), d = v128.load(first + 3 * stride + at);
    const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5), cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    const e = v128.load(other + at), f = v128.load(other + stride + at);
    const g = v128.load(other + 2 * stride + at), h = v128.load(other + 3 * stride + at);
    const ef0 = v128.shuffle<f32>(e, f, 0, 4, 1, 5), ef1 = v128.shuffle<f32>(e, f, 2, 6, 3, 7);
    const gh0 = v128.shuffle<f32>(g, h, 0, 4, 1, 5), gh1 = v128.shuffle<f32>(g, h, 2, 6, 3, 7);
    for (let i = 0; i < 4; i++) {
      let x: v128, y: v128;
      if (i == 0) {
        x = v128.shuffle<f32>(ab0, cd0, 0, 1, 4, 5);
        y = v128.shuffle<f32>(ef0, gh0, 0, 1, 4, 5);
      } else if (i == 1) {
        x = v128.shuffle<f32>(ab0, cd0, 2, 3, 6, 7);
        y = v128.shuffle<f32>(ef0, gh0, 2, 3, 6, 7);
      } else if (i == 2) {
        x = v128.shuffle<f32>(ab1, cd1, 0, 1, 4, 5);
        y = v128.shuffle<f32>(ef1, gh1, 0, 1, 4, 5);
      } else {
        x = v128.shuffle<f32>(ab1, cd1, 2, 3, 6, 7);
        y = v128.shuffle<f32>(ef1, gh1, 2, 3, 6, 7);
      }
      const counts = f32x4.splat(count);
      const fromLow = f32x4.sub(x, meanLow), fromHigh = f32x4.sub(y, meanHigh);
      meanLow = f32x4.add(meanLow, f32x4.div(fromLow, counts));
      meanHigh = f32x4.add(meanHigh, f32x4.div(fromHigh, counts));
      distanceLow = f32x4.add(distanceLow, f32x4.mul(fromLow, f32x4.sub(x, meanLow)));
      distanceHigh = f32x4.add(distanceHigh, f32x4.mul(fromHigh, f32x4.sub(y, meanHigh)));
      count += 1;
    }
  }
  meansLow = meanLow;
  meansHigh = meanHigh;
  distancesLow = distanceLow;
  distancesHigh = distanceHigh;
}

@inline
function spreadOf(distances: v128, count: v128): v128 {
  return f32x4.sqrt(f32x4.add(f32x4.div(distances, count), f32x4.splat(1e-12)));
}

@inline
function scaleOne(row: usize, stride: usize, mean: v128, spread: v128, gain: usize, bias: usize): void {
  for (let at: usize = 0; at < stride; at += vector) {
    const centred = f32x4.div(f32x4.sub(v128.load(row + at), mean), spread);
    v128.store(row + at, multiplyAdd(centred, v128.load(gain + at), v128.load(bias + at)));
  }
}

function scaleFour(row: usize, stride: usize, m: v128, s: v128, gain: usize, bias: usize): void {
  scaleOne(row, stride, v128.shuffle<f32>(m, m, 0, 0, 0, 0), v128.shuffle<f32>(s, s, 0, 0, 0, 0), gain, bias);
  row += stride;
  scaleOne(row, stride, v128.shuffle<f32>(m, m, 1, 1, 1, 1), v128.shuffle<f32>(s, s, 1, 1, 1, 1), gain, bias);
  row += stride;
  scaleOne(row, stride, v128.shuffle<f32>(m, m, 2, 2, 2, 2), v128.shuffle<f32>(s, s, 2, 2, 2, 2), gain, bias);
  row += stride;
  scaleOne(row, stride, v128.shuffle<f32>(m, m, 3, 3, 3, 3), v128.shuffle<f32>(s, s, 3, 3, 3, 3), gain, bias);
}

/**
 * Layer normalisation of every token, in place.
 *
 * @param tokens a multiple of 4
 */
export function normalise(states: usize, gain: usize, bias: usize, tokens: usize, width: usize): void {
  const stride = width * float;
  const count = f32x4.splat(<f32>width);
  for (let t: usize = 0; t < tokens; t += 8) {
    const row = states + t * stride;
    const isWhole = t + 8 <= tokens;
    gather(row, stride, isWhole ? 4 * stride : 0);
    scaleFour(row, stride, meansLow, spreadOf(distancesLow, count), gain, bias);
    if (isWhole) scaleFour(row + 4 * stride, stride, meansHigh, spreadOf(distancesHigh, count), gain, bias);
  }
}

/** The runtime adds up so many products at a time. */
const productsPerSum: usize = 256;

/**
 * Four numbers for each token: what the head says of the three tones, and of sharpness.
 *
 * @param weights float32 [width, 4]; `bias` [4]; `scores` [tokens, 4]
 */
export function score(
  states: usize, tokens: usize, width: usize, weights: usize, bias: usize, scores: usize
): void {
  for (let t: usize = 0; t < tokens; t++) {
    const row = states + t * width * float;
    let sum = f32x4.splat(0);
    for (let from: usize = 0; from < width; from += productsPerSum) {
      const to = min(from + productsPerSum, width);
      let part = f32x4.splat(0);
      for (let h = from; h < to; h++)
        part = multiplyAdd(v128.load(weights + h * vector), v128.load32_splat(row + h * float), part);
      sum = from == 0 ? part : f32x4.add(part, sum);
    }
    v128.store(scores + t * vector, f32x4.add(sum, v128.load(bias)));
  }
}
