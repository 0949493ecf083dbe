/** Holds the file on its way of which it is told the name, as the worker of a frozen tab does. */
import { openWeightStore } from '../../../workers/weights/store.ts';

self.addEventListener('message', ({ data }: MessageEvent<string>) => {
  void hold(data);
});

async function hold(name: string): Promise<void> {
  const store = await openWeightStore('tiny-1');
  const part = await store?.openPart(name, Infinity);
  self.postMessage(part?.read().length);
}
