/** Files as a person uses it, found by the names that assistive tools find things by. */
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { oftenMs } from './often.ts';
import { french } from './texts.ts';

/** A survey of our own: an empty answer, one in French, and a row with a cell too few. */
export const survey = [
  'Day,House,Stars,Comment',
  '2025-03-01,Harbour,5,"I loved the room, and the view was lovely."',
  '2025-03-02,Harbour,1,I hated it. The waiter was rude.',
  '2025-03-03,Mill,3,Check-out is at eleven.',
  '2025-03-04,Mill,4,',
  `2025-03-05,Mill,2,${french}`,
  '2025-03-06,Harbour',
  '2025-03-07,Harbour,1,The breakfast was cold and bad.',
  '2025-03-08,Mill,5,A wonderful stay.',
].join('\n');

/** So many rows that all differ, so that none is read only once for several. */
export function longSurvey(rows: number): string {
  const rooms = ['lovely and quiet', 'cold and dark', 'as described', 'clean but small', 'loud at night'];
  const lines = Array.from(
    { length: rows },
    (_, row) => `The room was ${rooms[row % 5]}, says guest ${row}.`,
  );
  return ['Answer', ...lines.map((line) => `"${line}"`)].join('\n');
}

export class FilesPlace {
  readonly page: Page;
  readonly table: Locator;
  /** How far the reading is. */
  readonly bar: Locator;
  readonly reading: Locator;

  constructor(page: Page) {
    this.page = page;
    this.table = page.getByRole('table', { name: 'Rows of the file' });
    this.bar = page.getByRole('region', { name: 'Rows read', exact: true });
    this.reading = page.getByRole('dialog');
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** The rows that are drawn, without the heads. */
  get rows(): Locator {
    return this.table.getByRole('row').filter({ has: this.page.getByRole('cell') });
  }

  /** The row of the table whose text begins so. */
  row(text: string): Locator {
    return this.rows.filter({ hasText: text });
  }

  async open(path = '/files'): Promise<void> {
    await this.page.goto(path);
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible();
  }

  async pick(content: string | Buffer, name = 'survey.csv'): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.page.getByRole('button', { name: /^Pick/ }).click();
    const buffer = typeof content === 'string' ? Buffer.from(content) : content;
    await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer });
  }

  /** Picks a file and takes its rows in as they were guessed. */
  async takeIn(content: string, name?: string): Promise<void> {
    await this.open();
    await this.pick(content, name);
    await this.button('Take in the rows').click();
    await expect(this.button('Start')).toBeVisible();
  }

  /** Reads a file from its first row to its last. */
  async read(content: string): Promise<void> {
    await this.takeIn(content);
    await this.button('Start').click();
    await this.isDone();
  }

  async isDone(): Promise<void> {
    const told = () => this.bar.allTextContents();
    await expect
      .poll(async () => (await told()).join(), { intervals: oftenMs, timeout: 150_000 })
      .toContain('all done');
  }
}
