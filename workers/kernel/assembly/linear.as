// Linear layers: int8 activations, rounded with each token's own scale, times 7-bit weights. Sums of integers are
// exact in any order, so nothing here can change an answer but a fault.

import { gelus, wholes } from './numbers';

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
  return wholes(f32x4.div(v128.load(at), scale));
}

/**
 * Rounds every token with its own scale, a 127th of its largest number.
 *
 * @param isInner whether the numbers are a linear layer's that a gelu follows, which is done here in place, while a token
 *   is at hand
 * @param width a multiple of 16
 * @param rounded int8 [tokens, width]
 * @param scales float32 [tokens]
 * @param starts int32 [tokens]: what makes up for the shift of the weights, where a sum begins
 */
export function round(
  states: usize, tokens: usize, width: usize, rounded: usize, scales: usize, starts: usize, isInner: bool
): void {
  for (let t: usize = 0; t < tokens; t++) {
    const row = states + t * width * float, end = row + width * float;
    if (isInner) gelus(row, end);
    let a = f32x4.splat(0), b = a, c = a, d = a;
    for (let at = row; at < end; at += 64) {
      a = f32x4.pmax(a, f32x4.abs(v128.load(at)));
      b = f32x4.pmax(b, f32x4.abs(v128.load(at, 16)));
      c = f32x4.pmax(c, f32x4.abs(v128.load(at, 32)));
      d = f32x4.pmax(d, f32x4.abs(v128.load(at, 48)));
    }
    const peak = highest(f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d)));
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

@inline
function put(at: usize, x: v128, y: v128, isAdded: bool): void {
  if (isAdded) {
    x = f32x4.add(x, v128.load(at));
    y = f32x4.add(y, v128.load(at, 16));
  }
  v128.store(at, x);
  v128.store(at, y, 16);
}

/** Six tokens by eight columns: as many sums as there are registers for. */
function tile6(
  rows: usize, scales: usize, starts: usize, weights: usize, weightScales: usize, bias: usize,
  at: usize, depth: usize, stride: usize, isAdded: bool
): void {
  let low0 = v128.load32_splat(starts, 0), high0 = low0;
  let low1 = v128.load32_splat(starts, 4), high1 = low1;
  let low2 = v128.load32_splat(starts, 8), high2 = low2;
  let low3 = v128.load32_splat(starts, 12), high3 = low3;
  let low4 = v128.load32_splat(starts, 16), high4 = low4;
  let low5 = v128.load32_splat(starts, 20), high5 = low5;
  const row0 = rows, row1 = row0 + depth, row2 = row1 + depth, row3 = row2 + depth, row4 = row3 + depth, row5 = row4 + depth;
  for (let k: usize = 0; k < depth; k += 4) {
    const low = v128.load(weights), high = v128.load(weights, 16);
    weights += 32;
    const a0 = v128.load32_splat(row0 + k);
    low0 = dot(a0, low, low0);
    high0 = dot(a0, high, high0);
    const a1 = v128.load32_splat(row1 + k);
    low1 = dot(a1, low, low1);
    high1 = dot(a1, high, high1);
    const a2 = v128.load32_splat(row2 + k);
    low2 = dot(a2, low, low2);
    high2 = dot(a2, high, high2);
    const a3 = v128.load32_splat(row3 + k);
    low3 = dot(a3, low, low3);
    high3 = dot(a3, high, high3);
    const a4 = v128.load32_splat(row4 + k);
    low4 = dot(a4, low, low4);
    high4 = dot(a4, high, high4);
    const a5 = v128.load32_splat(row5 + k);
    low5 = dot(a5, low, low5);
    high5 = dot(a5, high, high5);
  }
  const scaleLow = v128.load(weightScales), scaleHigh = v128.load(weightScales, 16);
  const biasLow = v128.load(bias), biasHigh = v128.load(bias, 16);
  const s0 = v128.load32_splat(scales, 0);
  put(at, finish(low0, s0, scaleLow, biasLow), finish(high0, s0, scaleHigh, biasHigh), isAdded);
  at += stride;
  const s1 = v128.load32_splat(scales, 4);
  put(at, finish(low1, s1, scaleLow, biasLow), finish(high1, s1, scaleHigh, biasHigh), isAdded);
  at += stride;
  const s2 = v128.load32_splat(scales, 8);
  put(at, finish(low2, s2, scaleLow, biasLow), finish(high2, s2, scaleHigh, biasHigh), isAdded);
  at += stride;
  const s3 = v128.load32_splat(scales, 12);
  put(at, finish(low3, s3, scaleLow, biasLow), finish(high3, s3, scaleHigh, biasHigh), isAdded);
  at += stride;
  const s4 = v128.load32_splat(scales, 16);
  put(at, finish(low4, s4, scaleLow, biasLow), finish(high4, s4, scaleHigh, biasHigh), isAdded);
  at += stride;
  const s5 = v128.load32_splat(scales, 20);
  put(at, finish(low5, s5, scaleLow, biasLow), finish(high5, s5, scaleHigh, biasHigh), isAdded);
}

/** The same for four tokens, which are left over. */
function tile4(
  rows: usize, scales: usize, starts: usize, weights: usize, weightScales: usize, bias: usize,
  at: usize, depth: usize, stride: usize, isAdded: bool
): void {
  let low0 = v128.load32_splat(starts, 0), high0 = low0;
  let low1 = v128.load32_splat(starts, 4), high1 = low1;
  let low2 = v128.load32_splat(starts, 8), high2 = low2;
  let low3 = v128.load32_splat(starts, 12), high3 = low3;
  const row0 = rows, row1 = row0 + depth, row2 = row1 + depth, row3 = row2 + depth;
  for (let k: usize = 0; k < depth; k += 4) {
    const low = v128.load(weights), high = v128.load(weights, 16);
    weights += 32;
    const a0 = v128.load32_splat(row0 + k);
    low0 = dot(a0, low, low0);
    high0 = dot(a0, high, high0);
    const a1 = v128.load32_splat(row1 + k);
    low1 = dot(a1, low, low1);
    high1 = dot(a1, high, high1);
    const a2 = v128.load32_splat(row2 + k);
    low2 = dot(a2, low, low2);
    high2 = dot(a2, high, high2);
    const a3 = v128.load32_splat(row3 + k);
    low3 = dot(a3, low, low3);
    high3 = dot(a3, high, high3);
  }
  const scaleLow = v128.load(weightScales), scaleHigh = v128.load(weightScales, 16);
  const biasLow = v128.load(bias), biasHigh = v128.load(bias, 16);
  const s0 = v128.load32_splat(scales, 0);
  put(at, finish(low0, s0, scaleLow, biasLow), finish(high0, s0, scaleHigh, biasHigh), isAdded);
  at += stride;
  const s1 = v128.load32_splat(scales, 4);
  put(at, finish(low1, s1, scaleLow, biasLow), finish(high1, s1, scaleHigh, biasHigh), isAdded);
  at += stride;
  const s2 = v128.load32_splat(scales, 8);
  put(at, finish(low2, s2, scaleLow, biasLow), finish(high2, s2, scaleHigh, biasHigh), isAdded);
  at += stride;
  const s3 = v128.load32_splat(scales, 12);
  put(at, finish(low3, s3, scaleLow, biasLow), finish(high3, s3, scaleHigh, biasHigh), isAdded);
}

/**
 * A linear layer over what `round` has rounded: [tokens, depth] to [tokens, width]. Every multiple of 4 is made up of
 * sixes and fours.
 *
 * @param tokens a multiple of 4
 * @param packed from `pack`; `weightScales` and `bias` float32 [width]
 * @param isAdded to what is in `out`
 */
export function multiply(
  rounded: usize, scales: usize, starts: usize, packed: usize, weightScales: usize, bias: usize,
  out: usize, tokens: usize, depth: usize, width: usize, isAdded: bool
): void {
  const stride = width * float;
  for (let column: usize = 0; column < width; column += columnsPerBlock) {
    const weights = packed + column * depth, c = column * float;
    let t: usize = 0;
    while (t < tokens) {
      const left = tokens - t, rows = rounded + t * depth, at = out + t * stride + c, first = t * float;
      if (left == 4 || left == 8) {
        tile4(rows, scales + first, starts + first, weights, weightScales + c, bias + c, at, depth, stride, isAdded);
        t += 4;
      } else {
        tile6(rows, scales + first, starts + first, weights, weightScales + c, bias + c, at, depth, stride, isAdded);
        t += 6;
      }
    }
  }
}
