// Attention within each row of tokens, head by head.

import { exponential, multiplyAdd } from './numbers';

const float: usize = 4;
const vector: usize = 16;

/** Softmax of `length` numbers, in place; numbers behind them, up to a multiple of 4, may be written to. */
function softmax(row: usize, length: usize): void {
  const whole = row + (length & ~3) * float, end = row + length * float;
  let peaks = f32x4.splat(-f32.MAX_VALUE);
  for (let at = row; at < whole; at += vector) peaks = f32x4.max(peaks, v128.load(at));
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

/** Products of queries and keys of one head: shares [length, padded], four rows at a time; the last may come twice. */
function compare(queries: usize, stride: usize, keys: usize, shares: usize, length: usize, wide: usize, headWidth: usize): void {
  const last = length - 1;
  for (let i: usize = 0; i < length; i += 4) {
    const j = min(i + 1, last), k = min(i + 2, last), l = min(i + 3, last);
    const query0 = queries + i * stride, query1 = queries + j * stride;
    const query2 = queries + k * stride, query3 = queries + l * stride;
    for (let at: usize = 0; at < wide; at += vector) {
      let a = f32x4.splat(0), b = a, c = a, d = a;
      for (let h: usize = 0; h < headWidth; h++) {
        const key = v128.load(keys + h * wide + at);
        a = multiplyAdd(key, v128.load32_splat(query0 + h * float), a);
        b = multiplyAdd(key, v128.load32_splat(query1 + h * float), b);
        c = multiplyAdd(key, v128.load32_splat(query2 + h * float), c);
        d = multiplyAdd(key, v128.load32_splat(query3 + h * float), d);
      }
      v128.store(shares + i * wide + at, a);
      v128.store(shares + j * wide + at, b);
      v128.store(shares + k * wide + at, c);
      v128.store(shares + l * wide + at, d);
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
      v128.store(out + i * outStride + h, a0);
      v128.store(out + i * outStride + h, a1, 16);
      v128.store(out + j * outStride + h, b0);
      v128.store(out + j * outStride + h, b1, 16);
      v128.store(out + k * outStride + h, c0);
      v128.store(out + k * outStride + h, c1, 16);
      v128.store(out + l * outStride + h, d0);
      v128.store(out + l * outStride + h, d1, 16);
    }
  }
}

/**
 * Mixes the values of every row of tokens.
 *
 * @param projected float32 [rows * length, 3 * width]: query (which carries the scale), key and value
 * @param mixed float32 [rows * length, width]
 * @param headWidth a multiple of 8
 * @param scratch float32 [headWidth + padded, padded], padded being the next multiple of 4 from length
 */
export function attend(
  projected: usize, mixed: usize, rows: usize, length: usize, heads: usize, headWidth: usize, scratch: usize
): void {
  const width = heads * headWidth * float, stride = 3 * width;
  const wide = ((length + 3) & ~3) * float;
  const keys = scratch, shares = scratch + headWidth * wide;
  memory.fill(keys, 0, headWidth * wide);
  for (let row: usize = 0; row < rows; row++) {
    for (let head: usize = 0; head < heads; head++) {
      const query = projected + row * length * stride + head * headWidth * float;
      const key = query + width, value = key + width;
      for (let j: usize = 0; j < length; j++)
        for (let h: usize = 0; h < headWidth; h++)
          store<f32>(keys + h * wide + j * float, load<f32>(key + j * stride + h * float));
      compare(query, stride, keys, shares, length, wide, headWidth);
      for (let i: usize = 0; i < length; i++) softmax(shares + i * wide, length);
      mix(shares, wide, value, stride, mixed + row * length * width + head * headWidth * float, width, length, headWidth);
    }
  }
}
