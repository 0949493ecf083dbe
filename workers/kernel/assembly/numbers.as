// The functions of single numbers, four at a time. The runtime that the kernel stands in for rounds after every step
// and fuses none; the same steps in the same order give the same bits. Of two numbers the greater or lesser is taken by one instruction that
// does not look for NaN (pmax, pmin): with this order of its operands it hands one on.

/** a * b + c, rounded twice. */
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), c);
}

// Cody and Waite's reduction of an exponent: 1 / ln 2, and ln 2 in two parts.
const perLn2: f32 = 1.44269504088896341;
const lessLn2High: f32 = -6.93145752e-1;
const lessLn2Low: f32 = -1.42860677e-6;
/** Below this an exponential is taken as it is here. */
const leastExponent: f32 = -88.3762626647949;
/** 1.5 * 2^23: adding it rounds to a whole number, which then stands in the lowest bits. */
const rounder: f32 = 12582912.0;

/** Whole numbers nearest to numbers of small size, ties to the even one: as `nearest` and a conversion, in half the steps. */
@inline
export function wholes(x: v128): v128 {
  return i32x4.sub(f32x4.add(x, f32x4.splat(rounder)), i32x4.splat(reinterpret<i32>(rounder)));
}

/** e to the power of x, for x of 0 or less: minimax polynomial of degree 6 on half of ln 2 to each side. */
@inline
export function exponential(x: v128): v128 {
  let v = f32x4.pmax(x, f32x4.splat(leastExponent));
  const shifted = multiplyAdd(v, f32x4.splat(perLn2), f32x4.splat(rounder));
  const whole = f32x4.sub(shifted, f32x4.splat(rounder));
  v = multiplyAdd(whole, f32x4.splat(lessLn2High), v);
  v = multiplyAdd(whole, f32x4.splat(lessLn2Low), v);
  const power = i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(0x3f800000));
  // 1.38e-3, 8.38e-3, 4.17e-2, 1.67e-1, 5.00e-1, to the last bit.
  let p = f32x4.splat(reinterpret<f32>(0x3ab4a000));
  p = multiplyAdd(p, v, f32x4.splat(reinterpret<f32>(0x3c092f6e)));
  p = multiplyAdd(p, v, f32x4.splat(reinterpret<f32>(0x3d2aadad)));
  p = multiplyAdd(p, v, f32x4.splat(reinterpret<f32>(0x3e2aaa28)));
  p = multiplyAdd(p, v, f32x4.splat(reinterpret<f32>(0x3efffffb)));
  p = multiplyAdd(p, v, f32x4.splat(1.0));
  p = multiplyAdd(p, v, f32x4.splat(1.0));
  return f32x4.mul(p, power);
}

/** From here on erf is 1 in float32. */
const largestErf: f32 = 3.925;
/** Below it one polynomial in the square, above it 1 - e to the power of another. */
const splitOfErf: f32 = 0.921875;

// Gelu, x * (1 + erf(x / sqrt 2)) / 2, in three loops over a strip of numbers. In one loop every step would wait for the
// one before it; short ones have the processor work on several turns at once, with their constants in registers.
//
// Both polynomials of the error function are njuffa's faithfully rounded ones:
// https://stackoverflow.com/questions/35148198/efficient-faithfully-rounded-implementation-of-error-function-erff

const vector: usize = 16;
const stripBytes: usize = 1024;
/** x / sqrt 2 without its sign, and erf of it where it is small: 0 elsewhere. */
const sizes = memory.data(1024, 16);
const smallCurves = memory.data(1024, 16);

@inline
function isLarge(size: v128): v128 {
  return f32x4.gt(size, f32x4.splat(splitOfErf));
}

function curveSmall(strip: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += vector) {
    const x = f32x4.div(v128.load(strip + at), f32x4.splat(1.41421356));
    const size = f32x4.pmin(f32x4.abs(x), f32x4.splat(largestErf));
    v128.store(sizes + at, size);
    const square = f32x4.mul(size, size);
    let s = f32x4.splat(-5.99104969e-4);
    s = multiplyAdd(s, square, f32x4.splat(4.99339588e-3));
    s = multiplyAdd(s, square, f32x4.splat(-2.67667342e-2));
    s = multiplyAdd(s, square, f32x4.splat(1.12818025e-1));
    s = multiplyAdd(s, square, f32x4.splat(-3.76124859e-1));
    s = multiplyAdd(s, square, f32x4.splat(1.28379151e-1));
    s = multiplyAdd(s, size, size);
    v128.store(smallCurves + at, v128.andnot(s, isLarge(size)));
  }
}

/** Puts the exponent in the place of large sizes, and 0 in that of small ones. */
function exponentsOfLarge(bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += vector) {
    const size = v128.load(sizes + at);
    const large = v128.and(isLarge(size), size);
    let l = f32x4.splat(1.72948930e-5);
    l = multiplyAdd(l, large, f32x4.splat(-3.83208680e-4));
    l = multiplyAdd(l, large, f32x4.splat(3.88393435e-3));
    l = multiplyAdd(l, large, f32x4.splat(-2.42545605e-2));
    l = multiplyAdd(l, large, f32x4.splat(1.06777847e-1));
    l = multiplyAdd(l, large, f32x4.splat(6.34846687e-1));
    l = multiplyAdd(l, large, f32x4.splat(1.28717512e-1));
    l = multiplyAdd(l, large, large);
    v128.store(sizes + at, f32x4.neg(l));
  }
}

function finishGelu(strip: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += vector) {
    // Not below -18, so that no least exponent is needed.
    const exponent = v128.load(sizes + at);
    const shifted = multiplyAdd(f32x4.splat(perLn2), exponent, f32x4.splat(rounder));
    const whole = f32x4.sub(shifted, f32x4.splat(rounder));
    let v = multiplyAdd(whole, f32x4.splat(lessLn2High), exponent);
    v = multiplyAdd(whole, f32x4.splat(lessLn2Low), v);
    let p = f32x4.splat(1.38319808e-3);
    p = multiplyAdd(p, v, f32x4.splat(8.37550033e-3));
    p = multiplyAdd(p, v, f32x4.splat(4.16689515e-2));
    p = multiplyAdd(p, v, f32x4.splat(1.66664466e-1));
    p = multiplyAdd(p, v, f32x4.splat(4.99999851e-1));
    p = multiplyAdd(p, v, f32x4.splat(1.0));
    p = multiplyAdd(p, v, f32x4.splat(1.0));
    const power = i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(0x3f800000));
    // Of small ones this is 1 - e^0, which is 0: the two parts can be put together as bits.
    p = f32x4.sub(f32x4.splat(1.0), f32x4.mul(p, power));
    const x = v128.load(strip + at);
    const sign = v128.and(x, f32x4.splat(-0.0));
    const curve = v128.or(v128.or(v128.load(smallCurves + at), p), sign);
    v128.store(strip + at, f32x4.mul(f32x4.mul(x, f32x4.add(curve, f32x4.splat(1.0))), f32x4.splat(0.5)));
  }
}

/** Gelu of float32 from `at` to `end`, in place; their number is a multiple of 4. */
export function gelus(at: usize, end: usize): void {
  for (; at < end; at += stripBytes) {
    const bytes = min(stripBytes, end - at);
    curveSmall(at, bytes);
    exponentsOfLarge(bytes);
    finishGelu(at, bytes);
  }
}
