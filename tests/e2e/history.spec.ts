/** The history: none unless asked for; then readings and files are found, opened again and erased. */
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { oftenMs } from './often.ts';
import { ReadPlace } from './read-place.ts';

const room = 'I loved the room.';
const waiter = 'The waiter was rude and the soup was cold.';

const history = (page: Page) => page.getByRole('region', { name: 'History' });
const entries = (page: Page) => history(page).getByRole('listitem');
const openPlace = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('link', { name, exact: true }).click();

/** Readings as they are kept. */
function keptTexts(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const opening = indexedDB.open('undertone');
        opening.addEventListener('success', () => {
          const { result } = opening;
          const asked = result.transaction('history').objectStore('history').getAllKeys();
          asked.addEventListener('success', () => {
            result.close();
            resolve(asked.result.map(String));
          });
        });
      }),
  );
}

async function turnOn(page: Page): Promise<void> {
  await openPlace(page, 'Settings');
  await history(page).getByLabel('Keep a history').check();
  await openPlace(page, 'Read');
}

async function takeIn(
  page: Page,
  name: string,
  lines: string,
  look: () => Promise<void> = async () => undefined,
): Promise<void> {
  await openPlace(page, 'Files');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /^Pick (?:a|another) file$/ }).click();
  await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(lines) });
  await expect(page.getByRole('button', { name: 'Take in the rows' })).toBeVisible();
  await look();
  await page.getByRole('button', { name: 'Take in the rows' }).click();
  await expect(page).toHaveURL(/\/files\/[\w-]+/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}

test('is off until asked for, and holds no text that was only passed through', async ({ page }) => {
  const read = new ReadPlace(page);
  await read.open();
  await read.read(room);
  await openPlace(page, 'Settings');
  await expect(history(page).getByLabel('Keep a history')).not.toBeChecked();
  await expect(page.getByText('History is not kept.')).toBeVisible();
  await expect(entries(page)).toHaveCount(0);
  expect(await keptTexts(page)).toEqual([]);

  await turnOn(page);
  await expect.poll(() => keptTexts(page), { intervals: oftenMs }).toEqual([room]);
  await read.box.press('Control+End');
  await read.box.pressSequentially(' And', { delay: 20 });
  await read.box.pressSequentially(' the view.', { delay: 20 });
  await expect.poll(() => keptTexts(page), { intervals: oftenMs }).toContain(`${room} And the view.`);
  expect(await keptTexts(page)).toHaveLength(2);
  // Asked for, it is kept without a rest.
  await read.write(waiter);
  await read.box.press('Control+Enter');
  await expect.poll(() => keptTexts(page), { intervals: oftenMs }).toContain(waiter);
});

test('is searched, opened and erased, one by one', async ({ page }) => {
  const read = new ReadPlace(page);
  await read.open();
  await turnOn(page);
  for (const text of [room, waiter]) {
    await read.read(text);
    await expect.poll(() => keptTexts(page), { intervals: oftenMs }).toContain(text);
  }
  await openPlace(page, 'Settings');
  await expect(page.getByText('A history is kept.')).toBeVisible();
  await expect(entries(page)).toHaveCount(2);
  await expect(entries(page).first()).toContainText(waiter);
  await expect(entries(page).first()).toContainText(
    /(?:Negative|Neutral|Positive) · \d+\s% sure|Mixed|Unsure/,
  );
  await history(page).getByLabel('Search the history').fill('ROOM');
  await expect(entries(page)).toHaveCount(1);
  await entries(page)
    .getByRole('button', { name: `Open ${room}` })
    .click();
  await expect(read.box).toHaveValue(room);
  await expect(page.getByText('From your history.')).toBeVisible();
  await read.button('Bring my text back').click();
  await expect(read.box).toHaveValue(waiter);

  await openPlace(page, 'Settings');
  await entries(page)
    .getByRole('button', { name: `Erase ${room} from the history` })
    .click();
  await expect(entries(page)).toHaveCount(1);
  await expect(history(page).getByLabel('Search the history')).toBeFocused();
  expect(await keptTexts(page)).toEqual([waiter]);
  await expect(page.getByRole('row', { name: /^History of readings/ })).toContainText('1 text');
});

test('words that were searched for are erased with everything', async ({ page }) => {
  const read = new ReadPlace(page);
  await read.open();
  await turnOn(page);
  await read.read(room);
  await expect.poll(() => keptTexts(page), { intervals: oftenMs }).toContain(room);
  await openPlace(page, 'Settings');
  await history(page).getByLabel('Search the history').fill('room');
  await expect(entries(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await page.getByRole('button', { name: 'Yes, erase everything' }).click();
  await expect(page.getByText(/^Erased\./).first()).toBeVisible();
  await history(page).getByLabel('Keep a history').check();
  await expect(history(page).getByLabel('Search the history')).toHaveValue('');
});

test('what is past its time goes at the next visit', async ({ page }) => {
  const read = new ReadPlace(page);
  await read.open();
  await turnOn(page);
  for (const text of [room, waiter]) {
    await read.read(text);
    await expect.poll(() => keptTexts(page), { intervals: oftenMs }).toContain(text);
  }
  await page.evaluate(
    (text) =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open('undertone');
        opening.addEventListener('success', () => {
          const store = opening.result.transaction('history', 'readwrite').objectStore('history');
          const asked = store.get(text);
          asked.addEventListener('success', () => {
            store.put({ ...asked.result, readAtMs: Date.now() - 60 * 24 * 3_600_000 });
          });
          store.transaction.addEventListener('complete', () => {
            opening.result.close();
            resolve();
          });
        });
      }),
    room,
  );
  await openPlace(page, 'Settings');
  await expect(entries(page)).toHaveCount(2);
  await history(page).getByLabel('Keep it for').selectOption('30 days');
  await page.goto('/');
  await expect.poll(() => keptTexts(page), { intervals: oftenMs }).toEqual([waiter]);
});

test('of files only the last one stays without it, and all of them with it', async ({ page }) => {
  const read = new ReadPlace(page);
  await read.open();
  await read.read(room);
  const readToTheEnd = async () => {
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await expect(page.getByText(/, all done/).first()).toBeVisible();
  };
  await takeIn(page, 'one.txt', `${room}\n${waiter}\n`);
  await readToTheEnd();
  // One that was not read yet is never thrown away unasked.
  await openPlace(page, 'Files');
  await expect(page.getByText(/^No history is kept: when you take in a file,/)).toBeVisible();
  await takeIn(page, 'two.txt', `${waiter}\n`, async () => {
    await expect(
      page.getByText(/^Taking this in removes one\.txt and all that was made of it,/),
    ).toBeVisible();
  });
  await takeIn(page, 'three.txt', `${room}\n`);
  await openPlace(page, 'Settings');
  await expect(page.getByRole('row', { name: /^Files and their readings/ })).toContainText('2 files');
  await expect(entries(page).filter({ hasText: 'one.txt' })).toHaveCount(0);
  await expect(history(page).getByText('Still here: 2 entries').first()).toBeVisible();

  await turnOn(page);
  await openPlace(page, 'Files');
  await page.getByRole('link', { name: 'three.txt' }).click();
  await readToTheEnd();
  await openPlace(page, 'Files');
  await expect(page.getByText(/^A history is kept: files stay here for 90 days/)).toBeVisible();
  await takeIn(page, 'four.txt', `${room}\n`, async () => {
    await expect(page.getByText(/^Taking this in removes/)).toBeHidden();
  });
  await openPlace(page, 'Settings');
  await expect(page.getByRole('row', { name: /^Files and their readings/ })).toContainText('3 files');
  await entries(page).getByRole('button', { name: 'Open three.txt' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('three.txt');
});
