/** No text leaves the device before the reader has agreed: not by the app, and not by a script that tries. */
import { expect, test } from '@playwright/test';
import type { Request } from '@playwright/test';
import { ReadPlace } from './read-place.ts';

const secret = 'a private sentence';

test(
  'a whole journey makes no request to another origin and sends no text',
  { tag: '@every-browser' },
  async ({ page, context, baseURL }) => {
    const requests: Request[] = [];
    context.on('request', (request) => requests.push(request));
    page.on('websocket', (socket) => {
      throw new Error(`A socket was opened: ${socket.url()}`);
    });

    await page.goto('/');
    await new ReadPlace(page).read('The room was lovely and quiet.');
    await new ReadPlace(page).read('The food was great but the service was awful.');
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await page.goto('/models');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.goto('/settings');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.goto('/');
    await new ReadPlace(page).read('It was fine.');

    expect(requests.length).toBeGreaterThan(5);
    for (const request of requests) {
      expect(new URL(request.url()).origin).toBe(new URL(baseURL ?? '').origin);
      expect(new URL(request.url()).search).toBe('');
      expect(request.method()).toBe('GET');
      expect(request.postData()).toBeNull();
    }
    expect(requests.filter((request) => /\/(?:v1|api)\//.test(request.url()))).toEqual([]);
  },
);

test(
  'every script and document carries the policy and the isolation',
  { tag: '@every-browser' },
  async ({ page }) => {
    const scripts: string[] = [];
    page.on('response', (response) => {
      if (new URL(response.url()).pathname.endsWith('.js')) scripts.push(response.url());
    });
    await page.goto('/');
    await new ReadPlace(page).read('The room was lovely and quiet.');
    expect(scripts.some((url) => url.includes('inference.worker'))).toBe(true);
    for (const url of [...scripts, '/', '/models', '/sw.js']) {
      const headers = (await page.request.get(url)).headers();
      const policy = headers['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
      expect(policy).toContain("form-action 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy).not.toContain('unsafe-inline');
      expect(policy).not.toContain('/v1/');
      expect(headers['cross-origin-opener-policy']).toBe('same-origin');
      expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
    }
  },
);

test('a script in the page cannot post a text to the server', async ({ page, context }) => {
  const reached: string[] = [];
  await context.route(/\/(?:v1|api)\//, async (route) => {
    reached.push(route.request().method());
    await route.continue();
  });
  await page.goto('/');

  const refused = await page.evaluate(async (text) => {
    const directives: string[] = [];
    // The document has policies of its own; this is about the one in the headers, which alone forbids frames.
    const isOfHeaders = (event: SecurityPolicyViolationEvent) =>
      event.originalPolicy.includes('frame-ancestors');
    document.addEventListener('securitypolicyviolation', (event) => {
      if (isOfHeaders(event)) directives.push(event.effectiveDirective);
    });
    const outcome: Record<string, boolean> = {};
    for (const path of ['v1/analyze', 'api/analyze']) {
      outcome[`fetch ${path}`] = await fetch(path, { method: 'POST', body: text }).then(
        () => false,
        () => true,
      );
      outcome[`fetch without cors ${path}`] = await fetch(path, {
        method: 'POST',
        body: text,
        mode: 'no-cors',
        keepalive: true,
      }).then(
        () => false,
        () => true,
      );
      outcome[`request ${path}`] = await new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.open('POST', path);
        request.addEventListener('load', () => resolve(false));
        request.addEventListener('error', () => resolve(true));
        request.send(text);
      });
      navigator.sendBeacon(path, text);
      const form = document.createElement('form');
      form.method = 'post';
      form.action = path;
      document.body.append(form);
      // A second form sent at once would take the place of the first.
      const isJudged = new Promise<void>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => {
          if (event.effectiveDirective === 'form-action' && isOfHeaders(event)) resolve();
        });
      });
      form.submit();
      await isJudged;
    }
    outcome['socket'] = await new Promise((resolve) => {
      const address = new URL('v1/analyze', location.href);
      address.protocol = 'ws:';
      try {
        const socket = new WebSocket(address);
        socket.addEventListener('open', () => resolve(false));
        socket.addEventListener('error', () => resolve(true));
      } catch {
        resolve(true);
      }
    });
    outcome['event source'] = await new Promise((resolve) => {
      const source = new EventSource(`v1/analyze?${encodeURIComponent(text)}`);
      source.addEventListener('open', () => resolve(false));
      source.addEventListener('error', () => {
        source.close();
        resolve(true);
      });
    });
    return { outcome, directives };
  }, secret);

  for (const [way, wasRefused] of Object.entries(refused.outcome)) expect(wasRefused, way).toBe(true);
  // Two fetches, a request and a beacon for each address, a socket and an event source; a form for each address.
  expect(refused.directives.filter((directive) => directive === 'connect-src')).toHaveLength(10);
  expect(refused.directives.filter((directive) => directive === 'form-action')).toHaveLength(2);
  expect(reached).toEqual([]);
  expect(new URL(page.url()).pathname).toBe('/');
});

test('the policy alone keeps a worker from posting a text to the server', async ({ page, context }) => {
  // Without its own code, which gives up the ways out by itself; the headers stay.
  await context.route(/inference\.worker.*\.js$/, async (route) => {
    await route.fulfill({ response: await route.fetch(), body: 'self.onmessage = null;' });
  });
  const reached: string[] = [];
  await context.route(/\/(?:v1|api)\//, async (route) => {
    reached.push(route.request().method());
    await route.continue();
  });
  const started = page.waitForEvent('worker', (worker) => worker.url().includes('inference.worker'));
  await page.goto('/');
  const worker = await started;

  const outcome = await worker.evaluate(async (text) => {
    const results: Record<string, boolean> = {};
    for (const path of ['v1/analyze', 'api/analyze']) {
      const address = new URL(`../${path}`, location.href);
      results[`fetch ${path}`] = await fetch(address, { method: 'POST', body: text }).then(
        () => false,
        () => true,
      );
      results[`request ${path}`] = await new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.open('POST', address);
        request.addEventListener('load', () => resolve(false));
        request.addEventListener('error', () => resolve(true));
        request.send(text);
      });
    }
    return results;
  }, secret);

  expect(Object.keys(outcome)).toHaveLength(4);
  for (const [way, wasRefused] of Object.entries(outcome)) expect(wasRefused, way).toBe(true);
  expect(reached).toEqual([]);
});

test('a script cannot start a worker of its own making', { tag: '@every-browser' }, async ({ page }) => {
  await page.goto('/');
  const isRefused = await page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        const code = new Blob(['postMessage(0)'], { type: 'text/javascript' });
        try {
          const worker = new Worker(URL.createObjectURL(code));
          worker.addEventListener('message', () => resolve(false));
          worker.addEventListener('error', () => resolve(true));
        } catch {
          resolve(true);
        }
      }),
  );
  expect(isRefused).toBe(true);
});

test(
  'a document that was asked for with consent may reach the API, and nothing else more',
  { tag: '@every-browser' },
  async ({ page }) => {
    await page.goto('/?server=agreed');
    const status = await page.evaluate(async () => (await fetch('v1/health')).status);
    expect([200, 503]).toContain(status);
    const isRefused = await page.evaluate(() =>
      fetch('api/analyze', { method: 'POST', body: '{}' }).then(
        () => false,
        () => true,
      ),
    );
    expect(isRefused).toBe(true);
  },
);
