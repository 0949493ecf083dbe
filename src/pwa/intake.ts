/**
 * What comes to the app from outside, shared, opened with it or dropped on it. A text is held here until Read takes it,
 * a table where Files does.
 */
import { shareCacheName, shareLostMark, shareParts } from '#core/contracts/service-worker';
import { createObservable } from '#core/observable';
import { watchDrops } from './file-drop.ts';
import { isPlainText, isTable } from './file-kinds.ts';
import { tableIntake } from './table-intake.ts';
import { openTextFile } from './text-file.ts';
import type { Refusal } from './text-file.ts';

export interface Arrival {
  /** Where it is from, if not from outside. */
  origin?: 'history';
  /** It came with a table, which is shown first; it waits until Read is opened. */
  isBeside: boolean;
  /** Empty when none came that can be read. */
  text: string;
  /** The files the text is from; none when it was shared as it is. */
  names: readonly string[];
  refused: readonly Refusal[];
  /** Something was shared, but nobody could keep it. */
  isLost: boolean;
}

const waiting = createObservable<Arrival | null>(null);

export const intake = {
  get: waiting.get,
  subscribe: waiting.subscribe,
  /** Hands over what has come, and forgets it. */
  take(): Arrival | null {
    const arrival = waiting.get();
    waiting.set(null);
    return arrival;
  },
};

/**
 * Takes in what was shared before this page came up, and from now on the files that the system opens with the app or
 * that are dropped on it.
 *
 * @param baseUrl absolute address of the app's base, with a slash at its end
 * @param areRowsWanted whether a text file that is dropped now is opened line by line
 */
export async function receive(baseUrl: string, areRowsWanted: () => boolean): Promise<void> {
  if (location.hash === shareLostMark) {
    history.replaceState(history.state, '', location.pathname + location.search);
    arrive({ text: '', names: [], refused: [], isLost: true, isBeside: false });
  }
  receiveLaunches();
  watchDrops((files) => {
    if (areRowsWanted()) arriveAsRows(files);
    else void arriveFiles(files);
  });
  for (const share of await takeShares(new URL(baseUrl).pathname)) await arriveShared(share);
}

function arrive(next: Arrival): void {
  const before = waiting.get();
  if (before === null) {
    waiting.set(next);
    return;
  }
  waiting.set({
    text: joined([before.text, next.text]),
    names: [...before.names, ...next.names],
    refused: [...before.refused, ...next.refused],
    isLost: before.isLost || next.isLost,
    isBeside: before.isBeside && next.isBeside,
  });
}

/** Puts a text of this device into the box, as one that came from outside. */
export function bringBack(text: string): void {
  arrive({ text, names: [], refused: [], isLost: false, isBeside: false, origin: 'history' });
}

/** Of the files that can be opened row by row the first one is. */
function arriveAsRows(files: readonly File[]): void {
  const [file = null, ...others] = files.filter((one) => isTable(one) || isPlainText(one));
  const refused = files
    .filter((one) => one !== file && !others.includes(one))
    .map(({ name }): Refusal => ({ name, reason: 'kind' }));
  if (file === null && refused.length === 0) return;
  tableIntake.arrive({ file, others: others.map(({ name }) => name), refused });
}

/** A table is opened in Files, with what is to be said of the others; texts that came with it wait in Read. */
async function arriveFiles(files: readonly File[], sharedText = ''): Promise<void> {
  const [table, ...moreTables] = files.filter(isTable);
  const texts = [sharedText];
  const names: string[] = [];
  const refused: Refusal[] = [];
  for (const file of files) {
    if (isTable(file)) continue;
    const opened = await openTextFile(file);
    if ('reason' in opened) {
      refused.push({ name: file.name, reason: opened.reason });
    } else {
      texts.push(opened.text);
      names.push(file.name);
    }
  }
  const text = joined(texts);
  const isBeside = table !== undefined;
  if (isBeside) tableIntake.arrive({ file: table, others: moreTables.map(({ name }) => name), refused });
  const toTell = isBeside ? [] : refused;
  if (text !== '' || names.length > 0 || toTell.length > 0)
    arrive({ text, names, refused: toTell, isLost: false, isBeside });
}

/** A share that only one page gets, even if two come up at once: it belongs to the one that deletes it. */
async function takeShares(basePath: string): Promise<Response[]> {
  const name = shareCacheName(basePath);
  const taken: Response[] = [];
  try {
    if (!(await caches.has(name))) return taken;
    const cache = await caches.open(name);
    for (const key of await cache.keys()) {
      const share = await cache.match(key);
      if (share !== undefined && (await cache.delete(key))) taken.push(share);
    }
    if ((await cache.keys()).length === 0) await caches.delete(name);
  } catch {
    // Where the browser keeps nothing, nothing was put aside.
  }
  return taken;
}

async function arriveShared(share: Response): Promise<void> {
  try {
    const parts = await share.formData();
    const texts = [shareParts.title, shareParts.text, shareParts.url].map((name) => parts.get(name));
    const words = texts.filter((text) => typeof text === 'string').map((text) => text.trim());
    // Programs often repeat the address, or the title, within the text.
    const distinct = words.filter(
      (word, index) => !words.some((other, at) => at !== index && isRepeatedBy(word, index, other, at)),
    );
    const files = parts.getAll(shareParts.files).filter((part) => part instanceof File);
    await arriveFiles(
      files.filter((file) => file.name !== '' || file.size > 0),
      joined(distinct),
    );
  } catch {
    arrive({ text: '', names: [], refused: [], isLost: true, isBeside: false });
  }
}

function isRepeatedBy(word: string, index: number, other: string, at: number): boolean {
  return other.includes(word) && (other !== word || at < index);
}

function joined(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}

/** Not in every browser, and not yet in the standard's types. */
interface LaunchQueue {
  setConsumer(consumer: (launch: unknown) => void): void;
}

function receiveLaunches(): void {
  if (!('launchQueue' in window) || !isLaunchQueue(window.launchQueue)) return;
  window.launchQueue.setConsumer((launch) => {
    void openLaunched(launch);
  });
}

function isLaunchQueue(queue: unknown): queue is LaunchQueue {
  return typeof queue === 'object' && queue !== null && 'setConsumer' in queue;
}

async function openLaunched(launch: unknown): Promise<void> {
  if (typeof launch !== 'object' || launch === null || !('files' in launch)) return;
  if (!Array.isArray(launch.files)) return;
  const handles = launch.files.filter((handle) => handle instanceof FileSystemFileHandle);
  const files: File[] = [];
  const gone: Refusal[] = [];
  for (const handle of handles) {
    try {
      files.push(await handle.getFile());
    } catch {
      gone.push({ name: handle.name, reason: 'unreadable' });
    }
  }
  if (gone.length > 0) arrive({ text: '', names: [], refused: gone, isLost: false, isBeside: false });
  await arriveFiles(files);
}
