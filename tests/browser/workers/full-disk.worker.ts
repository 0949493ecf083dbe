/**
 * The table worker on a disk that is full once so many entries were written, as it is told by a message `{ room }`.
 * Then a transaction ends as where the browser finds no room at its end: aborted, and it alone knows why.
 */
import * as Comlink from 'comlink';
import { holdLifeLock } from '../../../workers/life-lock.ts';
import { createTableService } from '../../../workers/table/service.ts';

const fullError = new DOMException('No room.', 'QuotaExceededError');
const refused = new WeakSet<IDBTransaction>();
let room = Infinity;

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (typeof data === 'object' && data !== null && 'room' in data) room = Number(data.room);
});

for (const name of ['put', 'add'] as const) {
  const write = IDBObjectStore.prototype[name];
  IDBObjectStore.prototype[name] = function writeIfThereIsRoom(this: IDBObjectStore, ...asked) {
    const request = write.apply(this, asked);
    room -= 1;
    if (room < 0) {
      refused.add(this.transaction);
      // At the end of it, not at once.
      request.addEventListener('success', () => this.transaction.abort());
    }
    return request;
  };
}

const error = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, 'error');
Object.defineProperty(IDBTransaction.prototype, 'error', {
  get(this: IDBTransaction): unknown {
    return refused.has(this) ? fullError : error?.get?.call(this);
  },
});

Comlink.expose(createTableService());
void holdLifeLock(self.name).then(() => postMessage('here'));
