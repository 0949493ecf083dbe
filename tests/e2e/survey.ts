/** A survey of our own making, and the way from it to a run that is read. */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { french } from './texts.ts';

const surveyName = 'guest-survey.csv';
/** Rows of the survey: those that are read, two without a text, one in French. */
export const surveyRows = { all: 93, read: 90, empty: 2, otherLanguage: 1 } as const;
export const surveyColumns = ['Id', 'Comment', 'Hotel', 'Date', 'Stars'] as const;
export const mailAddress = 'someone@example.com';

const bad = [
  'Breakfast was cold and the waiter was rude.',
  'We waited an hour at the desk and nobody said sorry.',
  'The room was dirty and the noise kept us awake.',
];
const good = [
  'The view was wonderful and the staff were kind.',
  'Spotless room, lovely breakfast, we will come back.',
  'Quiet, friendly and close to the station. I loved it.',
];
const plain = ['Check-out is at eleven.', 'We stayed from Monday to Friday.'];

function line(index: number): string {
  const month = index % 3;
  // Better from month to month.
  const texts = index % 5 === 4 ? plain : index % 10 < 7 - 2 * month ? bad : good;
  const stars =
    texts === bad ? (index % 9 === 0 ? 5 : 1 + (index % 2)) : texts === good ? 4 + (index % 2) : 3;
  const hotel = index % 15 === 0 ? 'Sintra' : index % 2 === 0 ? 'Porto' : 'Faro';
  const contact = index === 1 ? ` Write to ${mailAddress}.` : '';
  const comment = `${texts[index % texts.length] ?? ''} That was night ${index + 1}.${contact}`;
  return `${index + 1},"${comment}",${hotel},2026-0${3 + month}-${String(1 + (index % 27)).padStart(2, '0')},${stars}`;
}

export function surveyCsv(): string {
  const rows = Array.from({ length: surveyRows.read }, (_, index) => line(index));
  const others = ['91,,Porto,2026-03-02,', '92,"  ",Faro,2026-04-02,', `93,"${french}",Faro,2026-05-02,2`];
  return `${[surveyColumns.join(','), ...rows, ...others].join('\n')}\n`;
}

/** Picks the survey, takes its rows in and has them read to the end. */
export async function readSurvey(page: Page): Promise<void> {
  await page.goto('/files');
  await page.locator('input[type=file]').setInputFiles({
    name: surveyName,
    mimeType: 'text/csv',
    buffer: Buffer.from(surveyCsv()),
  });
  await page.getByRole('button', { name: 'Take in the rows' }).click();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  const course = page.getByRole('region', { name: 'Rows read', exact: true });
  await expect(course).toContainText(`${surveyRows.all} rows, all done`, { timeout: 120_000 });
  await expect(page.getByRole('img', { name: /^How the rows read/ })).toBeVisible();
}
