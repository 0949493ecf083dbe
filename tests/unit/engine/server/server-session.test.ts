import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { agreeToServer } from '../../../../src/engine/consent.ts';
import {
  isMasking,
  serverKey,
  setMasking,
  setServerKey,
  takeRunAgreedTo,
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

  it('of an agreement that could not be kept leaves no file to the next one', () => {
    const setItem = vi.fn((name: string, value: string) => {
      if (value === 'agreed') throw new DOMException('The quota is exceeded.', 'QuotaExceededError');
      kept.set(name, value);
    });
    vi.stubGlobal('sessionStorage', { ...sessionStorage, setItem });
    for (const runId of ['a-file', null]) {
      expect(() => agreeToServer(runId)).toThrow(expect.objectContaining({ code: 'storage-unavailable' }));
    }
    expect(takeRunAgreedTo()).toBeNull();
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
