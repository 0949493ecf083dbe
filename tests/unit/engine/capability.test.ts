import { expect, it } from 'vitest';
import { lanesFor } from '../../../src/engine/capability.ts';

it.each([
  { cores: 1, phone: false, lanes: 1 },
  { cores: 2, phone: false, lanes: 2 },
  { cores: 4, phone: false, lanes: 4 },
  { cores: 16, phone: false, lanes: 4 },
  { cores: 8, phone: true, lanes: 1 },
])('has $lanes engines for files on $cores processors, on a phone: $phone', ({ lanes, ...device }) => {
  expect(lanesFor(device)).toBe(lanes);
});
