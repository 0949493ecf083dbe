/** Reading on a server: what leaves the page, and what is said while the server is busy, broken or wants a key. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { runKeyCommand } from '../../server/services/keys/key-commands.ts';
import { startAppServer } from './app-server.ts';
import type { AppServer } from './app-server.ts';
import { ReadPlace } from './read-place.ts';
import { startRecordingProxy } from './recording-proxy.ts';
import type { RecordingProxy } from './recording-proxy.ts';
import { stay } from './texts.ts';

const models = fileURLToPath(new URL('../../models/fixtures', import.meta.url));
/** What a text must not be sent with. */
const mark = 'xylomarmalade';
const own = `The room was lovely. Write to jane.${mark}@mail.example or call +49 30 901820, said @${mark}.`;
const masked = 'The room was lovely. Write to [email] or call [number], said @user.';
const analyzePath = '/v1/analyze';

let dataDir: string;
let keysFile: string;
let server: AppServer;
let proxy: RecordingProxy;

test.beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'undertone-e2e-'));
  keysFile = join(dataDir, 'keys.json');
  server = await startAppServer('/', {
    UNDERTONE_MODELS_DIR: models,
    UNDERTONE_DATA_DIR: dataDir,
    UNDERTONE_KEYS_FILE: keysFile,
  });
});
test.afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true });
});
test.afterEach(() => proxy.stop());

/** On a device that cannot read, with the text in the box and what would be sent in view. */
async function openOffer(page: Page, text: string): Promise<ReadPlace> {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'WebAssembly');
  });
  const read = new ReadPlace(page);
  await read.open(proxy.url);
  await read.write(text);
  await read.button('See what would be sent').click();
  return read;
}

async function agree(page: Page, text: string): Promise<ReadPlace> {
  const read = await openOffer(page, text);
  await read.button('Agree and send').click();
  return read;
}

function bodies(): string[] {
  return proxy.requests.filter(({ path }) => path === analyzePath).map(({ body }) => body.toString());
}

test('personal data is shown struck through, stays here, and the answer is about the person’s own text', async ({
  page,
}) => {
  proxy = await startRecordingProxy(server.url);
  const read = await openOffer(page, own);
  const payload = page.getByLabel('Content');
  await expect(payload.getByRole('deletion')).toHaveText([
    `jane.${mark}@mail.example`,
    '+49 30 901820',
    `@${mark}`,
  ]);
  await expect(payload.getByRole('insertion')).toHaveText(['[email]', '[number]', '@user']);
  await expect(
    page.getByText('Masked: 1 mail address, 1 phone or other long number, 1 @name.'),
  ).toBeVisible();

  await read.button('Agree and send').click();
  await read.isRead();
  expect(bodies()).toEqual([JSON.stringify({ text: masked })]);
  const sent = proxy.requests.map(({ query, headers, body }) => query + headers + body.toString()).join('\n');
  expect(sent).not.toContain(mark);
  await expect(read.box).toHaveValue(own);
  await expect(read.sentences.last()).toContainText(`jane.${mark}@mail.example`);
});

test('masking can be switched off for the session, and on again', async ({ page }) => {
  proxy = await startRecordingProxy(server.url);
  const read = await openOffer(page, own);
  await page.getByRole('checkbox', { name: 'Mask personal data before it is sent' }).uncheck();
  await expect(page.getByLabel('Content')).toHaveText(JSON.stringify({ text: own }));
  await expect(page.getByText('Masking is off: the text is sent as it stands.')).toBeVisible();
  await read.button('Agree and send').click();
  await read.isRead();
  expect(bodies()).toEqual([JSON.stringify({ text: own })]);

  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('checkbox', { name: 'Mask personal data before it is sent' }).check();
  await page.getByRole('link', { name: 'Read', exact: true }).click();
  await read.read(`${own} Twice.`);
  expect(bodies().at(-1)).toBe(JSON.stringify({ text: `${masked} Twice.` }));
});

test('a busy server is asked again when it says so, in sight of the person, who can stop that', async ({
  page,
}) => {
  proxy = await startRecordingProxy(server.url);
  proxy.refuse(analyzePath, 1, 503, { 'retry-after': '3' });
  const read = await agree(page, stay);
  await expect(page.getByText(/^Waiting for the server, trying again in [1-4]\ss$/)).toBeVisible();
  await read.isRead();
  expect(bodies()).toHaveLength(2);

  proxy.refuse(analyzePath, 1, 429, { 'retry-after': '30' });
  await read.write(`${stay} And again.`);
  await expect(page.getByText(/^Waiting for the server, trying again in (?:29|3\d)\ss$/)).toBeVisible();
  await read.button('Stop').click();
  await expect(read.verdict).toContainText('Stopped');
  expect(bodies()).toHaveLength(3);
});

test('a server that goes on failing is left alone for a while, and told of plainly', async ({ page }) => {
  // Playwright's clock also takes the entries by which the page tells that it was opened to read on the server.
  await page.addInitScript(() => {
    const ofDevice = Date.now;
    let aheadMs = 0;
    Date.now = () => ofDevice() + aheadMs;
    addEventListener('half-a-minute', () => {
      aheadMs += 30_000;
    });
  });
  proxy = await startRecordingProxy(server.url);
  proxy.refuse(analyzePath, 5, 503, {});
  const read = await agree(page, stay);
  await expect(page.getByText('The server failed several times in a row.')).toBeVisible();
  await expect(page.getByText(/^It can be asked again in \d+\ss\.$/)).toBeVisible();
  await expect(read.button('Try again')).toHaveAttribute('aria-disabled', 'true');
  expect(bodies()).toHaveLength(5);

  await read.write(`${stay} And again.`);
  await expect(page.getByText('The server failed several times in a row.')).toBeVisible();
  expect(bodies()).toHaveLength(5);

  await page.evaluate(() => dispatchEvent(new Event('half-a-minute')));
  await expect(page.getByText('It can be asked again now.')).toBeVisible();
  await read.button('Try again').click();
  await read.isRead();
  expect(bodies()).toHaveLength(6);
});

test('a server that is away is told of, and asked again by itself until it is back', async ({ page }) => {
  proxy = await startRecordingProxy(server.url);
  const read = await agree(page, stay);
  await read.isRead();
  const evidence = page.getByRole('heading', { name: 'Where the model saw it' });
  await expect(evidence).toBeVisible();

  await page.route('**/v1/**', (route) => route.abort());
  await read.write(own);
  await expect(read.verdict).toContainText('The server did not answer.');
  await expect(read.verdict).toContainText('It is asked again by itself until it answers.');
  await expect(read.verdict).not.toContainText('Check the connection');
  await expect(evidence).toBeHidden();
  await expect(page.getByRole('status').filter({ hasText: 'The server did not answer.' })).toHaveCount(1);

  await page.unroute('**/v1/**');
  await read.isRead();
  await expect(evidence).toBeVisible();
  expect(bodies().at(-1)).toBe(JSON.stringify({ text: masked }));
});

test('a server that asks for a key gets the one that the person enters, until the session ends', async ({
  page,
}) => {
  const { output: key } = await runKeyCommand(['create', '--name', 'desk', '--scopes', 'analyze'], keysFile);
  const { output: keyForJobs } = await runKeyCommand(
    ['create', '--name', 'other', '--scopes', 'jobs'],
    keysFile,
  );
  // Whoever comes by a proxy does not sit at the server's own machine.
  proxy = await startRecordingProxy(server.url, { 'x-forwarded-for': '192.0.2.7' });
  const read = await agree(page, stay);
  await expect(page.getByText('This server asks for a key.').first()).toBeVisible();
  const field = page.getByRole('textbox', { name: `Key for ${new URL(proxy.url).host}` });

  await field.fill('no key ä');
  await read.button('Use this key').click();
  await expect(page.getByText('A key has no spaces and only plain letters, digits and signs.')).toBeVisible();
  await field.fill('not-the-key');
  await field.press('Enter');
  await expect(read.verdict).toContainText('The server does not take this key.');
  // It is heard in the words that are seen.
  await expect(page.getByRole('status').filter({ hasText: 'The server does not take this key.' })).toHaveText(
    /ask whoever runs the server for another one\.$/,
  );
  await expect(page.getByRole('status').filter({ hasText: 'bearer token' })).toHaveCount(0);
  await field.fill(keyForJobs);
  await field.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'This key does not allow texts' })).toHaveText(
    /Ask whoever runs the server for one that does\.$/,
  );
  await expect(page.getByRole('status').filter({ hasText: 'scope' })).toHaveCount(0);
  await field.fill(key);
  await field.press('Enter');
  // The server looks at its file of keys once a second.
  await expect(async () => {
    if (await field.isVisible()) {
      // It may be gone by now, since the key counts.
      await field.fill(key, { timeout: 1000 });
      await field.press('Enter', { timeout: 1000 });
    }
    await expect(read.verdict).toHaveAttribute('data-label', /./, { timeout: 2000 });
  }).toPass();
  const last = proxy.requests.filter(({ path }) => path === analyzePath).at(-1);
  expect(last?.headers).toContain(`"Bearer ${key}"`);
  expect(proxy.requests.filter(({ query, body }) => (query + body.toString()).includes(key))).toEqual([]);

  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByText('The key you entered is kept until this tab closes.')).toBeVisible();
  await read.button('Stop using the server').click();
  await expect(page.getByText('Nothing of this leaves the device.')).toBeVisible();
  const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
  expect(kept).not.toContain(key);
  expect(kept).not.toContain('undertone.server');
});
