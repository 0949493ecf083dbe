/** Keeps the slots of a model beside its files. */
import { emptySlots, slots as slotsSchema } from './slots.ts';
import type { Slots } from './slots.ts';
import type { WeightStore } from './store.ts';

export const slotsName = 'slots.json';

/** What was kept; empty slots where there is nothing, or something else. */
export async function readSlots(store: WeightStore | null): Promise<Slots> {
  try {
    const bytes = await store?.read(slotsName);
    if (bytes) return slotsSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    // Damaged: the files themselves are checked whatever the slots say.
  }
  return emptySlots;
}

/** Keeps the slots where that is possible. */
export async function writeSlots(store: WeightStore | null, state: Slots): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  await store?.write(slotsName, bytes).catch(() => undefined);
}
