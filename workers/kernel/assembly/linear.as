// Linear layers: int8 activations, rounded with each token's own scale, times 7-bit weights. Sums of integers are
// exact in any order, so nothing here can change an answer but a fault.

import { gelu } from './numbers';

const float: usize = 4;
/** Added to a weight of -63 to 63, so that it is one of the 7 bits that all processors multiply alike. */
const shift: i32 = 64;
const columnsPerBlock: usize = 8;

/**
 * Weights int8 [depth, width] in the order in which `multiply` wants them: eight columns, of these four deep each, so
 * that it reads them from one end to the other.
 *
 * @param depth a multiple of 4; `width` of 8
 */
export function pack(source: usize, target: usize, depth: usize, width: usize): void {
  for (let column: usize = 0; column < width; column += columnsPerBlock)
    for (let k: usize = 0; k < depth; k += 4)
      for (let c = column; c < column + columnsPerBlock; c++)
        for (let i = k; i < k + 4; i++) store<u8>(target++, load<i8>(source + i * width + c) + shift);
}

@inline
function highest(v: v128): f32 {
  return max(
    max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3))
  );
}

@inline
function roundedFour(at: usize, scale: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.div(v128.load(at), scale)));
}

/**
 * Rounds every token with its own scale, a 127th of its largest number.
 *
 * @param width a multiple of 16
 * @param rounded int8 [tokens, width]
 * @param scales float32 [tokens]
 * @param starts int32 [tokens]: what makes up for the shift of the weights, where a sum begins
 */
export function round(
  states: usize, tokens: usize, width: usize, rounded: usize, scales: usize, starts: usize
): void {
  for (let t: usize = 0; t < tokens; t++) {
    const row = states + t * width * float, end = row + width * float;
    let a = f32x4.splat(0), b = a, c = a, d = a;
    for (let at = row; at < end; at += 64) {
      a = f32x4.max(a, f32x4.abs(v128.load(at)));
      b = f32x4.max(b, f32x4.abs(v128.load(at, 16)));
      c = f32x4.max(c, f32x4.abs(v128.load(at, 32)));
      d = f32x4.max(d, f32x4.abs(v128.load(at, 48)));
    }
    const peak = highest(f32x4.max(f32x4.max(a, b), f32x4.max(c, d)));
    const scale: f32 = max<f32>(peak, <f32>1e-10) / <f32>127.0;
    store<f32>(scales + t * float, scale);
    const scaleOfAll = f32x4.splat(scale);
    let sums = i32x4.splat(0);
    let out = rounded + t * width;
    for (let at = row; at < end; at += 64) {
      const w = roundedFour(at, scaleOfAll), x = roundedFour(at + 16, scaleOfAll);
      const y = roundedFour(at + 32, scaleOfAll), z = roundedFour(at + 48, scaleOfAll);
      sums = i32x4.add(sums, i32x4.add(i32x4.add(w, x), i32x4.add(y, z)));
      v128.store(out, i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(w, x), i16x8.narrow_i32x4_s(y, z)));
      out += 16;
    }
    const low = i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1);
    const high = i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3);
    store<i32>(starts + t * float, -shift * (low + high));
  }
}

/** Sixteen products of int8 and 7 bits, four added to each lane of `sums`; no sum of two leaves 16 bits. */
@inline
function dot(activations: v128, weights: v128, sums: v128): v128 {
  return i32x4.relaxed_dot_i8x16_i7x16_add_s(activations, weights, sums);
}

@inline
function finish(sums: v128, scale: v128, weightScale: v128, bias: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.mul(f32x4.convert_i32x4_s(sums), scale), weightScale), bias);
}

/** What `multiply` does with its results. */
const thenGelu: i32 = 1;
const thenAdd: i32 = 2;

function put(at: usize, x: v128, y: v128, after: i32): void {
  if (after == thenGelu) {
    x = gelu(x);
    y = gelu(y);
  } else if (after == thenAdd) {
    x = f32x4.add(x, v128.load(at));
    y = f32x4.add(y, v128.load(at, 16));
  }
  v128.store(at, x);
  v128.store(at, y, 16);
}

/**
 * A linear layer over what `round` has rounded: [tokens, depth] to [tokens, width]. Four tokens by eight columns at a
 * time: as many sums as there are registers for.
 *
 * @param tokens a multiple of 4
 * @param packed from `pack`; `weightScales` and `bias` float32 [width]
 * @param after 0: no more, 1: gelu, 2: added to what is in `out`
 */
export function multiply(
  rounded: usize, scales: usize, starts: usize, packed: usize, weightScales: usize, bias: usize,
  out: usize, tokens: usize, depth: usize, width: usize, after: i32
): void {
  const stride = width * float;
  for (let column: usize = 0; column < width; column += columnsPerBlock) {
    const scaleLow = v128.load(weightScales + column * float), scaleHigh = v128.load(weightScales + column * float, 16);
    const biasLow = v128.load(bias + column * float), biasHigh = v128.load(bias + column * float, 16);
    for (let t: usize = 0; t < tokens; t += 4) {
      const row0 = rounded + t * depth, row1 = row0 + depth, row2 = row1 + depth, row3 = row2 + depth;
      const start = starts + t * float;
      let low0 = v128.load32_splat(start), high0 = low0;
      let low1 = v128.load32_splat(start, 4), high1 = low1;
      let low2 = v128.load32_splat(start, 8), high2 = low2;
      let low3 = v128.load32_splat(start, 12), high3 = low3;
      let weights = packed + column * depth;
      for (let k: usize = 0; k < depth; k += 4) {
        const low = v128.load(weights), high = v128.load(weights, 16);
        weights += 32;
        const a = v128.load32_splat(row0 + k);
        low0 = dot(a, low, low0);
        high0 = dot(a, high, high0);
        const b = v128.load32_splat(row1 + k);
        low1 = dot(b, low, low1);
        high1 = dot(b, high, high1);
        const c = v128.load32_splat(row2 + k);
        low2 = dot(c, low, low2);
        high2 = dot(c, high, high2);
        const d = v128.load32_splat(row3 + k);
        low3 = dot(d, low, low3);
        high3 = dot(d, high, high3);
      }
      const scale = scales + t * float;
      let at = out + t * stride + column * float;
      const s0 = v128.load32_splat(scale);
      put(at, finish(low0, s0, scaleLow, biasLow), finish(high0, s0, scaleHigh, biasHigh), after);
      at += stride;
      const s1 = v128.load32_splat(scale, 4);
      put(at, finish(low1, s1, scaleLow, biasLow), finish(high1, s1, scaleHigh, biasHigh), after);
      at += stride;
      const s2 = v128.load32_splat(scale, 8);
      put(at, finish(low2, s2, scaleLow, biasLow), finish(high2, s2, scaleHigh, biasHigh), after);
      at += stride;
      const s3 = v128.load32_splat(scale, 12);
      put(at, finish(low3, s3, scaleLow, biasLow), finish(high3, s3, scaleHigh, biasHigh), after);
    }
  }
}
