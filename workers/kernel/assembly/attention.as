// Attention within each row of tokens, head by head.

import { exponential, multiplyAdd } from './numbers';

const float: usize = 4;
const vector: usize = 16;

/** Softmax of `length` numbers, in place; numbers behind them, up to a multiple of 4, may be written to. */
function softmax(row: usize, length: usize): void {
  const whole = row + (length & ~3) * float, end = row + length * float;
  let peaks = f32x4.splat(-f32.MAX_VALUE);
  for (let at = row; at < whole; at += vector) peaks = f32x4.pmax(peaks, v128.load(at));
  let peak = max(
    max(f32x4.extract_lane(peaks, 0), f32x4.extract_lane(peaks, 1)),
    max(f32x4.extract_lane(peaks, 2), f32x4.extract_lane(peaks, 3))
  );
  for (let at = whole; at < end; at += float) peak = max(peak, load<f32>(at));
  const less = f32x4.splat(-peak);
  let sums = f32x4.splat(0);
  for (let at = row; at < whole; at += vector) {
    const power = exponential(f32x4.add(v128.load(at), less));
    sums = f32x4.add(sums, power);
    v128.store(at, power);
  }
  const even = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 2);
  let sum: f32 = even + (f32x4.extract_lane(sums, 1) + f32x4.extract_lane(sums, 3));
  for (let at = whole; at < end; at += float) {
    const power = f32x4.extract_lane(exponential(f32x4.add(v128.load32_splat(at), less)), 0);
    sum += power;
    store<f32>(at, power);
  }
  const share = f32x4.splat(<f32>1.0 / sum);
  for (let at = row; at < end; at += vector) v128.store(at, f32x4.mul(v128.load(at), share));
}

@inline
function putPair(at: usize, x: v128, y: v128): void {
  v128.store(at, x);
  v128.store(at, y, 16);
}

/** Keys of one head turned over: from a token after another to [headWidth, padded]; behind the last it comes again. */
function turn(key: usize, stride: usize, keys: usize, length: usize, wide: usize, headWidth: usize): void {
  const last = length - 1;
  for (let j: usize = 0; j < wide / float; j += 4) {
    const key0 = key + min(j, last) * stride, key1 = key + min(j + 1, last) * stride;
    const key2 = key + min(j + 2, last) * stride, key3 = key + min(j + 3, last) * stride;
    for (let h: usize = 0; h < headWidth * float; h += vector) {
      const a = v128.load(key0 + h), b = v128.load(key1 + h), c = v128.load(key2 + h), d = v128.load(key3 + h);
      const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5), cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      const to = keys + h / float * wide + j * float;
      v128.store(to, v128.shuffle<f32>(ab0, cd0, 0, 1, 4, 5));
      v128.store(to + wide, v128.shuffle<f32>(ab0, cd0, 2, 3, 6, 7));
      v128.store(to + 2 * wide, v128.shuffle<f32>(ab1, cd1, 0, 1, 4, 5));
      v128.store(to + 3 * wide, v128.shuffle<f32>(ab1, cd1, 2, 3, 6, 7));
    }
  }
}

/** Products of queries and keys of one head: shares [length, padded], four rows by eight keys; the last row may come twice. */
function compare(queries: usize, stride: usize, keys: usize, shares: usize, length: usize, wide: usize, headWidth: usize): void {
  const last = length - 1;
  for (let i: usize = 0; i < length; i += 4) {
    const j = min(i + 1, last), k = min(i + 2, last), l = min(i + 3, last);
    const query0 = queries + i * stride, query1 = queries + j * stride;
    const query2 = queries + k * stride, query3 = queries + l * stride;
    for (let at: usize = 0; at < wide; at += 2 * vector) {
      let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
      let key = keys + at;
      for (let h: usize = 0; h < headWidth * float; h += float) {
        const x = v128.load(key), y = v128.load(key, 16);
        key += wide;
        const q0 = v128.load32_splat(query0 + h), q1 = v128.load32_splat(query1 + h);
        a0 = multiplyAdd(x, q0, a0);
        a1 = multiplyAdd(y, q0, a1);
        b0 = multiplyAdd(x, q1, b0);
        b1 = multiplyAdd(y, q1, b1);
        const q2 = v128.load32_splat(query2 + h), q3 = v128.load32_splat(query3 + h);
        c0 = multiplyAdd(x, q2, c0);
        c1 = multiplyAdd(y, q2, c1);
        d0 = multiplyAdd(x, q3, d0);
        d1 = multiplyAdd(y, q3, d1);
      }
      putPair(shares + i * wide + at, a0, a1);
      putPair(shares + j * wide + at, b0, b1);
      putPair(shares + k * wide + at, c0, c1);
      putPair(shares + l * wide + at, d0, d1);
    }
  }
}

/** Values of one head, mixed by the shares, eight columns at a time. */
function mix(shares: usize, wide: usize, values: usize, stride: usize, out: usize, outStride: usize, length: usize, headWidth: usize): void {
  const last = length - 1;
  for (let i: usize = 0; i < length; i += 4) {
    const j = min(i + 1, last), k = min(i + 2, last), l = min(i + 3, last);
    const share0 = shares + i * wide, share1 = shares + j * wide, share2 = shares + k * wide, share3 = shares + l * wide;
    for (let h: usize = 0; h < headWidth * float; h += 2 * vector) {
      let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
      let value = values + h;
      for (let at: usize = 0; at < length * float; at += float) {
        const x = v128.load(value), y = v128.load(value, 16);
        value += stride;
        const s0 = v128.load32_splat(share0 + at), s1 = v128.load32_splat(share1 + at);
        a0 = multiplyAdd(x, s0, a0);
        a1 = multiplyAdd(y, s0, a1);
        b0 = multiplyAdd(x, s1, b0);
        b1 = multiplyAdd(y, s1, b1);
        const s2 = v128.load32_splat(share2 + at), s3 = v128.load32_splat(share3 + at);
        c0 = multiplyAdd(x, s2, c0);
        c1 = multiplyAdd(y, s2, c1);
        d0 = multiplyAdd(x, s3, d0);
        d1 = multiplyAdd(y, s3, d1);
      }
      putPair(out + i * outStride + h, a0, a1);
      putPair(out + j * outStride + h, b0, b1);
      putPair(out + k * outStride + h, c0, c1);
      putPair(out + l * outStride + h, d0, d1);
    }
  }
}

/**
 * Mixes the values of every row of tokens.
 *
 * @param projected float32 [rows * length, 3 * width]: query (which carries the scale), key and value
 * @param mixed float32 [rows * length, width]
 * @param headWidth a multiple of 8
 * @param scratch float32 [headWidth + padded, padded], padded being the next multiple of 8 from length
 */
export function attend(
  projected: usize, mixed: usize, rows: usize, length: usize, heads: usize, headWidth: usize, scratch: usize
): void {
  const width = heads * headWidth * float, stride = 3 * width;
  const wide = ((length + 7) & ~7) * float;
  const keys = scratch, shares = scratch + headWidth * wide;
  for (let row: usize = 0; row < rows; row++) {
    for (let head: usize = 0; head < heads; head++) {
      const query = projected + row * length * stride + head * headWidth * float;
      const key = query + width, value = key + width;
      turn(key, stride, keys, length, wide, headWidth);
      compare(query, stride, keys, shares, length, wide, headWidth);
      for (let i: usize = 0; i < length; i++) softmax(shares + i * wide, length);
      mix(shares, wide, value, stride, mixed + row * length * width + head * headWidth * float, width, length, headWidth);
    }
  }
}
