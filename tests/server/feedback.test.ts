import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FeedbackRequest } from '#core/contracts/feedback';
import { readScored } from '../../models/training/dataset.ts';
import { createFeedbackService } from '../../server/services/feedback/feedback-service.ts';
import type { FeedbackService } from '../../server/services/feedback/feedback-service.ts';
import { createSecrets } from '../../server/services/secrets.ts';
import { openDatabase } from '../../server/stores/sqlite/database.ts';
import type { SqlDatabase } from '../../server/stores/sqlite/database.ts';
import { createSqliteFeedbackStore } from '../../server/stores/sqlite/feedback-store.ts';

const markedText = 'The zyzzyva soup was cold.';
const correction: FeedbackRequest = {
  resultId: 'an_0123',
  model: { name: 'Undertone', version: '1.1.0', sha256: 'abc' },
  predicted: { label: 'unsure', confidence: 0.5 },
  corrected: { label: 'negative' },
  text: markedText,
  consent: { storeText: true, train: true },
};

let folder: string;
let database: SqlDatabase;
let feedback: FeedbackService;
let clockMs: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'undertone-feedback-'));
  database = openDatabase(folder);
  const secrets = createSecrets('a secret of the test, long enough for it');
  clockMs = Date.UTC(2030, 0, 1);
  feedback = createFeedbackService({
    store: createSqliteFeedbackStore(database, secrets),
    secrets,
    modelNames: async () => ['Undertone', 'Another'],
    now: () => new Date((clockMs += 1000)),
  });
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const kept = (): string =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('');

describe('feedback', () => {
  it('is kept as it was said, without the text in the clear', async () => {
    const { id, createdAt } = await feedback.add(correction, 'key-1');
    expect(await all(feedback.list({}))).toEqual([
      {
        id,
        createdAt,
        resultId: 'an_0123',
        model: correction.model,
        predicted: correction.predicted,
        corrected: correction.corrected,
        text: markedText,
        train: true,
      },
    ]);
    expect(kept()).toContain(id);
    expect(kept()).not.toContain('zyzzyva');
  });

  it('takes no text without the consent to keep it', async () => {
    const asked = feedback.add({ ...correction, consent: { storeText: false, train: true } }, 'key-1');
    await expect(asked).rejects.toMatchObject({ code: 'consent-needed' });
    expect(await all(feedback.list({}))).toEqual([]);
  });

  it('is of a model that is read with here, in whatever version, and of no other', async () => {
    const { model } = correction;
    const asked = feedback.add({ ...correction, model: { ...model, name: 'Nobody’s' } }, 'key-1');
    await expect(asked).rejects.toMatchObject({
      code: 'input-invalid',
      details: { faults: [{ pointer: '/model/name', fault: 'no-such-model' }] },
    });
    expect(await all(feedback.list({}))).toEqual([]);
    expect((await feedback.audit()).head).toBeUndefined();
    await feedback.add({ ...correction, model: { ...model, version: '0.0.1' } }, 'key-1');
    expect(await all(feedback.list({}))).toHaveLength(1);
  });

  it('is erased by its receipt and by nothing else', async () => {
    const { id, receipt } = await feedback.add(correction, 'key-1');
    const notFound = { code: 'not-found' };
    await expect(feedback.erase(id, 'another receipt', 'key-1')).rejects.toMatchObject(notFound);
    await expect(feedback.erase('fb_unknown', receipt, 'key-1')).rejects.toMatchObject(notFound);
    expect(await all(feedback.list({}))).toHaveLength(1);
    await feedback.erase(id, receipt, 'key-2');
    expect(await all(feedback.list({}))).toEqual([]);
    // Who has erased it already is told no more than who never could.
    await expect(feedback.erase(id, receipt, 'key-2')).rejects.toMatchObject(notFound);
  });

  it.each([' \n\t ', '\u200B', '\u0007', '\uD800'])(
    'has something to read in its text, unlike %j',
    async (text) => {
      await expect(feedback.add({ ...correction, text }, 'key')).rejects.toMatchObject({
        code: 'text-blank',
      });
      expect(await all(feedback.list({}))).toEqual([]);
    },
  );

  it('is listed by time, model and difference, past any page', async () => {
    for (let i = 0; i < 450; i += 1) {
      const label = i % 2 === 0 ? 'negative' : 'unsure';
      await feedback.add(
        { ...correction, resultId: `an_${i}`, predicted: { label, confidence: 0.5 } },
        'key',
      );
    }
    const listed = await all(feedback.list({}));
    expect(listed.map(({ resultId }) => resultId)).toEqual(Array.from({ length: 450 }, (_, i) => `an_${i}`));
    const since = listed[300]?.createdAt;
    expect(await all(feedback.list({ since }))).toHaveLength(150);
    // However exactly it is said: the 300th was given at 05:01 minutes past midnight.
    expect(await all(feedback.list({ since: '2030-01-01T00:05:01Z' }))).toHaveLength(150);
    expect(await all(feedback.list({ since: '2030-01-01T00:05:01.0000Z' }))).toHaveLength(150);
    expect(await all(feedback.list({ since: '2030-01-01T00:05Z' }))).toHaveLength(151);
    expect(await all(feedback.list({ disagree: true }))).toHaveLength(225);
    expect(await all(feedback.list({ model: 'Another' }))).toEqual([]);
  });

  it('is exported as rows that an evaluation reads, where that was agreed to', async () => {
    await feedback.add(correction, 'key');
    await feedback.add({ ...correction, consent: { storeText: true, train: false } }, 'key');
    await feedback.add({ ...correction, corrected: { label: 'mixed' } }, 'key');
    const { text: _text, ...withoutText } = correction;
    await feedback.add(withoutText, 'key');
    const rows = (await all(await feedback.exportRows({}, 'key'))).join('');
    const data = mkdtempSync(join(tmpdir(), 'undertone-feedback-rows-'));
    try {
      writeFileSync(join(data, 'feedback.jsonl'), rows);
      const [file] = readScored(data);
      expect(file?.rows.map(({ text, label }) => ({ text, label }))).toEqual([
        { text: markedText, label: 'negative' },
      ]);
    } finally {
      rmSync(data, { recursive: true });
    }
  });
});

/** As who can write to the database, but does not know the secret. */
const cutOffWithHead =
  'update audit_head set sequence = 2, hash = (select hash from audit where sequence = 2)';

describe('the audit', () => {
  it('has a link for all that was done, and holds', async () => {
    const { id, receipt } = await feedback.add(correction, 'key-1');
    await feedback.exportRows({}, 'key-2');
    expect(await all(await feedback.show({}, 'key-4'))).toHaveLength(1);
    await feedback.erase(id, receipt, 'key-3');
    const { brokenAt, trail } = await feedback.audit();
    expect(brokenAt).toBeNull();
    expect((await all(trail)).map(({ action, caller }) => [action, caller])).toEqual([
      ['feedback-added', 'key-1'],
      ['feedback-exported', 'key-2'],
      ['feedback-listed', 'key-4'],
      ['feedback-erased', 'key-3'],
    ]);
  });

  it.each([
    ['a link was changed', "update audit set caller = 'somebody' where sequence = 2", 2],
    ['a link was left out', 'delete from audit where sequence = 2', 2],
    ['the first was left out', 'delete from audit where sequence = 1', 1],
    ['the last was cut off', 'delete from audit where sequence = 3', 3],
    ['all were cut off', 'delete from audit', 1],
    ['the last was cut off, and the head put back', cutOffWithHead, 3],
    ['the head was removed', 'delete from audit_head', 4],
  ])('tells where %s', async (_what, change, place) => {
    for (let i = 0; i < 3; i += 1) await feedback.add(correction, 'key');
    database.run(change);
    if (change === cutOffWithHead) database.run('delete from audit where sequence = 3');
    expect((await feedback.audit()).brokenAt).toBe(place);
    // What comes later does not mend it.
    await feedback.add(correction, 'key');
    expect((await feedback.audit()).brokenAt).toBe(place);
  });
});
