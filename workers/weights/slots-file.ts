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

/**
 * Changes the slots as they are now: another worker may have changed them since they were read last.
 *
 * @returns the slots after the change, which are kept where that is possible
 */
export async function changeSlots(
  store: WeightStore | null,
  change: (state: Slots) => Slots,
): Promise<Slots> {
  const before = await readSlots(store);
  const state = change(before);
  const content = JSON.stringify(state);
  if (content !== JSON.stringify(before))
    await store?.write(slotsName, new TextEncoder().encode(content)).catch(() => undefined);
  return state;
}
