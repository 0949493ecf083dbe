/** A worker that loads and never answers. */
self.addEventListener('message', () => undefined);
