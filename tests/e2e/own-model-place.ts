/** The section of a person's own model, as a person uses it. */
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { createOwnModel, zipped } from './own-model-files.ts';

export const back = 'Read with Undertone’s own again';

export class OwnModelPlace {
  readonly page: Page;
  readonly section: Locator;

  constructor(page: Page) {
    this.page = page;
    this.section = page.getByRole('region', { name: 'Your own model' });
  }

  async open(): Promise<void> {
    await this.page.getByRole('link', { name: 'Models' }).click();
    await expect(this.section).toBeVisible();
  }

  button(name: string): Locator {
    return this.section.getByRole('button', { name });
  }

  async pickZip(zip: Buffer, name = 'my-model.zip'): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.button('Pick a zip file').click();
    await (await chooser).setFiles({ name, mimeType: 'application/zip', buffer: zip });
  }

  async pickFolder(path: string): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.button('Pick a folder').click();
    await (await chooser).setFiles(path);
  }

  /** Picks one and has it read in the place of Undertone's own. */
  async use(): Promise<void> {
    await this.open();
    await this.pickZip(zipped(createOwnModel({ labels: ['neg', 'pos'] })));
    await this.readWithIt();
  }

  /** Has it tried out and read with. */
  async readWithIt(): Promise<void> {
    await this.button('Read with it').click();
    await expect(this.button(back)).toBeVisible();
  }
}
