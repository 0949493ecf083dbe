/** Bytes as libsql hands them over: it takes a `Buffer` and gives an `ArrayBuffer` back. */
import { isArrayBuffer } from 'node:util/types';
import * as z from 'zod/mini';

export const blob = z.pipe(
  z.custom<ArrayBuffer>(isArrayBuffer),
  z.transform((bytes) => new Uint8Array(bytes)),
);
