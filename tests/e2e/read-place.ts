/** Read as a person uses it, found by the names that assistive tools find things by. */
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { seen } from './often.ts';

export const labelPattern = /^(?:negative|neutral|positive|mixed|unsure)$/;

export class ReadPlace {
  readonly page: Page;
  readonly box: Locator;
  readonly verdict: Locator;
  readonly sentences: Locator;

  constructor(page: Page) {
    this.page = page;
    this.box = page.getByRole('textbox', { name: 'Your text' });
    this.verdict = page.getByRole('region', { name: 'Verdict' });
    this.sentences = page.getByRole('list', { name: 'Sentences' }).getByRole('listitem');
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  async open(path = '/'): Promise<void> {
    await this.page.goto(path);
    await expect(this.box).toBeVisible();
  }

  /** Puts a text in the box, in the place of what stood there. */
  async write(text: string): Promise<void> {
    const isFirefox = this.page.context().browser()?.browserType().name() === 'firefox';
    if (!isFirefox) return this.box.fill(text);
    // Firefox's driver fills through the very property by which React tells that nothing has changed.
    await this.box.evaluate((box, value) => {
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(box, value);
      box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }, text);
    await this.box.focus();
  }

  /** Puts a text in the box and waits for its verdict. */
  async read(text: string, waitMs?: number): Promise<void> {
    await this.write(text);
    await this.isRead(waitMs);
  }

  /** Waits for a verdict that is of the text as it stands. */
  async isRead(waitMs = 120_000): Promise<void> {
    await seen(this.page, '[aria-label="Verdict"][aria-busy="false"][data-label]', waitMs);
    await expect(this.verdict).toHaveAttribute('aria-busy', 'false', { timeout: waitMs });
    await expect(this.verdict).toHaveAttribute('data-label', labelPattern);
  }

  /** The three figures under the bar. */
  async percents(): Promise<number[]> {
    const figures = await this.verdict.getByRole('definition').allInnerTexts();
    return figures.map((figure) => Number.parseInt(figure, 10));
  }
}
