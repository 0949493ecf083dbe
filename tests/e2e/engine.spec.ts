/** One engine for the whole device: how many tabs ask it, who leads, and when it rests. */
import { expect, test } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';
import { weightsPattern } from './model-requests.ts';
import { oftenMs } from './often.ts';
import { ReadPlace } from './read-place.ts';

const review = 'The room was lovely and quiet. The breakfast was cold and the waiter was rude.';
const long = Array.from(
  { length: 80 },
  (_, day) => `On day ${day} the soup was cold and the waiter was kind.`,
).join(' ');

function inferenceWorkers(context: BrowserContext): number {
  const workers = context.pages().flatMap((page) => page.workers());
  return workers.filter((worker) => worker.url().includes('inference')).length;
}

async function openTabs(context: BrowserContext, count: number): Promise<Page[]> {
  const pages: Page[] = [];
  for (let tab = 0; tab < count; tab += 1) {
    const page = await context.newPage();
    await page.goto('/');
    pages.push(page);
  }
  return pages;
}

test('five tabs hold one model, and each has its answer', async ({ context }) => {
  const pages = await openTabs(context, 5);
  for (const page of pages) await new ReadPlace(page).read(review);
  expect(inferenceWorkers(context)).toBe(1);
});

test('the leading tab closes in mid-request, and the others have their answers', async ({ context }) => {
  const [leader, ...others] = await openTabs(context, 3);
  if (leader === undefined) throw new Error('No tab was opened.');
  await new ReadPlace(leader).read(review);
  for (const page of others) await new ReadPlace(page).write(long);
  await leader.close();
  for (const page of others) await expect(new ReadPlace(page).verdict).toHaveAttribute('data-label', /\w/u);
  expect(inferenceWorkers(context)).toBe(1);
});

test('the leading tab freezes in mid-request, and another one takes over', async ({ context }) => {
  const [leader, other] = await openTabs(context, 2);
  if (leader === undefined || other === undefined) throw new Error('No tab was opened.');
  await new ReadPlace(leader).read(review);
  await new ReadPlace(other).box.fill(long);
  await expect(new ReadPlace(other).verdict).toHaveAttribute('aria-busy', 'true');
  const session = await context.newCDPSession(leader);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new ReadPlace(other).isRead();
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await new ReadPlace(leader).read('Another text: it was dreadful.');
  await expect.poll(() => inferenceWorkers(context), { intervals: oftenMs }).toBe(1);
});

test('Stop in one tab is the word for all of them, and so is starting again', async ({ context }) => {
  await context.route(weightsPattern, () => undefined);
  const tabs = (await openTabs(context, 3)).map((page) => new ReadPlace(page));
  for (const read of tabs) {
    await read.box.fill(review);
    await expect(read.button('Stop')).toBeVisible();
  }
  const [leader, follower] = tabs;
  await follower?.button('Stop').click();
  for (const read of tabs) {
    await expect(read.page.getByText('The reader was not fetched.')).toBeVisible();
    await expect(read.page.getByText('Start the reader to have this read.').first()).toBeVisible();
  }
  await expect.poll(() => inferenceWorkers(context), { intervals: oftenMs }).toBe(0);
  await context.unroute(weightsPattern);
  await leader?.button('Start again').click();
  for (const read of tabs) await read.isRead();
});

test('a reader that nobody asks gives its memory back, and returns with the first key', async ({
  page,
  context,
}) => {
  await page.clock.install();
  await page.goto('/');
  const read = new ReadPlace(page);
  await read.read(review);
  expect(inferenceWorkers(context)).toBe(1);
  await page.clock.fastForward('05:30');
  await expect.poll(() => inferenceWorkers(context), { intervals: oftenMs }).toBe(0);
  await expect(read.verdict).toHaveAttribute('data-label', /\w/u);
  await read.box.press('End');
  await read.box.pressSequentially(' It was dreadful.');
  await expect.poll(() => inferenceWorkers(context), { intervals: oftenMs }).toBe(1);
  await page.clock.fastForward(1000);
  await expect(read.verdict).toHaveAttribute('aria-busy', 'false');
});

test('software that stands in for a graphics processor is never tried', async ({ page, context }) => {
  await page.clock.install();
  await page.goto('/');
  await new ReadPlace(page).read(review);
  expect(
    await page.evaluate(async () => (await navigator.gpu.requestAdapter())?.info.isFallbackAdapter),
  ).toBe(true);
  await page.clock.fastForward('00:30');
  const urls = context.pages().flatMap((own) => own.workers().map((worker) => worker.url()));
  expect(urls.filter((url) => url.includes('gpu'))).toEqual([]);
});
