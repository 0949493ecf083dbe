/** What scripts hold in a page and in each of its workers, asked of Chromium: a process holds them all. */
import type { CDPSession, Page } from '@playwright/test';

export interface Heap {
  /** `page`, or the file and the name of a worker, such as `inference bulk`; those of one name in their order. */
  name: string;
  /** Objects and the buffers that belong to them; WebAssembly's memory is not among them. */
  usedBytes: number;
  /** What is set aside for objects: those in use, and the room of those that nobody has cleared away yet. */
  reservedBytes: number;
}

export interface Heaps {
  /** @param cleared whether everything that nothing refers to is cleared away before; it takes the threads' time */
  look(options: { cleared: boolean }): Promise<Heap[]>;
}

type Send = (method: string) => Promise<Record<string, number>>;

/** @param page before it has made its workers */
export async function watchHeaps(page: Page): Promise<Heaps> {
  const session = await page.context().newCDPSession(page);
  const workers = new Map<string, { name: string; send: Send }>();
  let lastId = 0;
  const waiting = new Map<number, { sessionId: string; settle: (result: Record<string, number>) => void }>();

  session.on('Target.attachedToTarget', ({ sessionId, targetInfo: { type, url, title } }) => {
    if (type !== 'worker') return;
    const file = /(\w+)\.worker/u.exec(url)?.[1] ?? 'another';
    const name = title === 'bulk' ? `${file} bulk` : file;
    workers.set(sessionId, { name, send: (method) => sendTo(session, sessionId, method) });
  });
  session.on('Target.detachedFromTarget', ({ sessionId }) => {
    workers.delete(sessionId);
    for (const asked of waiting.values()) if (asked.sessionId === sessionId) asked.settle({});
  });
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result }: { id: number; result: Record<string, number> } = JSON.parse(message);
    waiting.get(id)?.settle(result);
    waiting.delete(id);
  });
  // Sessions within the session, since Playwright has none for workers.
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });

  async function sendTo(
    through: CDPSession,
    sessionId: string,
    method: string,
  ): Promise<Record<string, number>> {
    lastId += 1;
    const id = lastId;
    const answered = new Promise<Record<string, number>>((resolve) => {
      waiting.set(id, { sessionId, settle: resolve });
    });
    await through.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
    return await answered;
  }

  async function lookAt(name: string, send: Send, cleared: boolean): Promise<Heap> {
    if (cleared) await send('HeapProfiler.collectGarbage');
    const { usedSize = 0, totalSize = 0, backingStorageSize = 0 } = await send('Runtime.getHeapUsage');
    return { name, usedBytes: usedSize + backingStorageSize, reservedBytes: totalSize + backingStorageSize };
  }

  return {
    async look({ cleared }) {
      const ofPage = async (method: string): Promise<Record<string, number>> => {
        if (method === 'HeapProfiler.collectGarbage') {
          await session.send(method);
          return {};
        }
        return { ...(await session.send('Runtime.getHeapUsage')) };
      };
      const found = [await lookAt('page', ofPage, cleared)];
      for (const { name, send } of workers.values()) found.push(await lookAt(name, send, cleared));
      return found;
    },
  };
}
