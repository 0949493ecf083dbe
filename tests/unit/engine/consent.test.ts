import { afterEach, describe, expect, it, vi } from 'vitest';
import { agreeToServer, hasConsent } from '../../../src/engine/consent.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('agreeing where the browser keeps nothing', () => {
  it('says so, and nothing counts as agreed', () => {
    const forbid = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    vi.stubGlobal('sessionStorage', { getItem: forbid, setItem: forbid });
    expect(() => agreeToServer(null)).toThrow(expect.objectContaining({ code: 'storage-unavailable' }));
    expect(hasConsent()).toBe(false);
  });
});
