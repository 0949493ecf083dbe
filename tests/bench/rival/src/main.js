const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
const open = new Map();
let lastId = 0;
let setReady;
let setFailed;
const ready = new Promise((resolve, reject) => {
  setReady = resolve;
  setFailed = reject;
});

worker.addEventListener('error', ({ message }) => setFailed(new Error(message)));
worker.addEventListener('message', ({ data }) => {
  if (data.type === 'ready') setReady({ threads: data.threads ?? 1 });
  else open.get(data.id)?.(data.answers);
});

function classify(texts) {
  lastId += 1;
  const id = lastId;
  return new Promise((resolve) => {
    open.set(id, (answers) => {
      open.delete(id);
      resolve(answers);
    });
    worker.postMessage({ id, texts });
  });
}

function check(answers, count) {
  if (answers.length !== count || answers.some(({ label }) => typeof label !== 'string')) {
    throw new Error('The pipeline did not answer every text.');
  }
}

globalThis.bench = {
  ready,
  async timeEach(texts) {
    const times = [];
    for (const text of texts) {
      const began = performance.now();
      const answers = await classify(text);
      times.push(performance.now() - began);
      check(answers, 1);
    }
    return times;
  },
  async timeBatches(texts, size) {
    const began = performance.now();
    for (let from = 0; from < texts.length; from += size) {
      const batch = texts.slice(from, from + size);
      check(await classify(batch), batch.length);
    }
    return performance.now() - began;
  },
};
