/** Whether a person wants a history kept, and for how long. Off until asked for; all tabs share it. */
import * as z from 'zod/mini';
import { createObservable } from '#core/observable';

/** Days; null until it is erased. */
export const retentions = [30, 90, 365, null] as const;

const wishSchema = z.object({
  isKept: z.boolean(),
  days: z.nullable(z.union([z.literal(30), z.literal(90), z.literal(365)])),
});
export type HistoryWish = z.infer<typeof wishSchema>;

const key = 'undertone.history';
const none: HistoryWish = { isKept: false, days: 90 };
const dayMs = 24 * 60 * 60_000;

const current = createObservable(load());

addEventListener('storage', (event) => {
  // Null when everything was cleared.
  if (event.key === key || event.key === null) current.set(load());
});

function load(): HistoryWish {
  try {
    const parsed = wishSchema.safeParse(JSON.parse(localStorage.getItem(key) ?? 'null'));
    return parsed.success ? parsed.data : none;
  } catch {
    return none;
  }
}

export const historyWish = {
  get: current.get,
  subscribe: current.subscribe,
  /** A browser that keeps nothing has it for this visit. */
  set(wish: HistoryWish): void {
    try {
      localStorage.setItem(key, JSON.stringify(wish));
    } catch {
      // It holds all the same until the page is left.
    }
    current.set(wish);
  },
  /** To be called when the store was emptied. */
  forget(): void {
    current.set(none);
  },
};

/**
 * The time before which nothing is kept any more, in milliseconds since 1970; null where all of it is.
 *
 * @param nowMs milliseconds since 1970
 */
export function keptSince({ days }: HistoryWish, nowMs: number): number | null {
  return days === null ? null : nowMs - days * dayMs;
}
