/** What waits for a process: by class and age, counted in milliseconds. It knows no clock and no process. */
import { workClasses } from './inference.ts';
import type { WorkClass } from './inference.ts';

/** Whatever has waited so long moves up one class, and again after as long. */
export const ageingMs = 1000;

export interface Waiting {
  readonly workClass: WorkClass;
  /** When it came, or when a part of it was last taken. */
  readonly waitingSinceMs: number;
  /** What all that waits of it is predicted to take. */
  readonly predictedMs: number;
}

interface Line<Item> {
  /** The oldest first, with what each counted as when it came. */
  readonly items: Map<Item, number>;
  ms: number;
}

export class WorkQueue<Item extends Waiting> {
  /** What was lost with a process is the oldest of all. */
  readonly #again: Line<Item> = { items: new Map(), ms: 0 };
  readonly #lines: Readonly<Record<WorkClass, Line<Item>>> = {
    interactive: { items: new Map(), ms: 0 },
    batch: { items: new Map(), ms: 0 },
    jobs: { items: new Map(), ms: 0 },
  };

  get isEmpty(): boolean {
    return this.size === 0;
  }

  /** How many wait. */
  get size(): number {
    return this.#all().reduce((sum, { items }) => sum + items.size, 0);
  }

  /** How many of a class wait. */
  depth(workClass: WorkClass): number {
    const again = [...this.#again.items.keys()].filter((item) => item.workClass === workClass);
    return this.#lines[workClass].items.size + again.length;
  }

  /** Predicted milliseconds of all that would be taken before something of the class that came now. */
  msBefore(workClass: WorkClass): number {
    const before = workClasses.slice(0, workClasses.indexOf(workClass) + 1);
    return this.#again.ms + before.reduce((sum, name) => sum + this.#lines[name].ms, 0);
  }

  /** At the end of its class: it may not have waited longer than what is there. */
  push(item: Item): void {
    add(this.#lines[item.workClass], item);
  }

  /** Before all others. */
  pushAgain(item: Item): void {
    this.delete(item);
    add(this.#again, item);
  }

  /**
   * Takes out the oldest of the highest class, once each has moved up by its age.
   *
   * @param isWanted what is next is left where it is if it is not so
   */
  take(nowMs: number, isWanted: (item: Item) => boolean = () => true): Item | undefined {
    let taken: Item | undefined = first(this.#again);
    let best = Number.POSITIVE_INFINITY;
    for (const [rank, name] of taken === undefined ? workClasses.entries() : []) {
      // Within a class the oldest has moved furthest, so it stands for all.
      const item = first(this.#lines[name]);
      if (item === undefined) continue;
      const aged = Math.max(0, rank - Math.floor((nowMs - item.waitingSinceMs) / ageingMs));
      if (
        aged < best ||
        (aged === best && taken !== undefined && item.waitingSinceMs < taken.waitingSinceMs)
      ) {
        taken = item;
        best = aged;
      }
    }
    if (taken === undefined || !isWanted(taken)) return undefined;
    this.delete(taken);
    return taken;
  }

  /** Whether it was there. */
  delete(item: Item): boolean {
    return this.#all().some((line) => {
      line.ms -= line.items.get(item) ?? 0;
      const wasThere = line.items.delete(item);
      // Sums of fractions drift.
      if (line.items.size === 0) line.ms = 0;
      return wasThere;
    });
  }

  #all(): Line<Item>[] {
    return [this.#again, ...workClasses.map((name) => this.#lines[name])];
  }
}

function add<Item extends Waiting>(line: Line<Item>, item: Item): void {
  line.items.set(item, item.predictedMs);
  line.ms += item.predictedMs;
}

function first<Item extends Waiting>(line: Line<Item>): Item | undefined {
  const [item] = line.items.keys();
  return item;
}
