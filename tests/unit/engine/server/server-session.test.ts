import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  isMasking,
  serverKey,
  setMasking,
  setServerKey,
} from '../../../../src/engine/server/server-session.ts';

let kept: Map<string, string>;

beforeEach(() => {
  kept = new Map();
  vi.stubGlobal('sessionStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
    removeItem: (name: string) => kept.delete(name),
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a session with the server', () => {
  it('masks and has no key, unless the person says otherwise', () => {
    expect([isMasking(), serverKey()]).toEqual([true, null]);
    setMasking(false);
    setServerKey('sesame');
    expect([isMasking(), serverKey()]).toEqual([false, 'sesame']);
    setMasking(true);
    setServerKey(null);
    expect(kept.size).toBe(0);
  });

  it('masks where the browser keeps nothing', () => {
    const forbid = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    vi.stubGlobal('sessionStorage', { getItem: forbid, setItem: forbid, removeItem: forbid });
    expect([isMasking(), serverKey()]).toEqual([true, null]);
    expect(() => setServerKey('sesame')).toThrow(expect.objectContaining({ code: 'storage-unavailable' }));
  });
});
