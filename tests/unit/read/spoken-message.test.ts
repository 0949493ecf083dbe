import { describe, expect, it } from 'vitest';
import { UndertoneError } from '#core/contracts/errors';
import type { EngineState } from '#core/engine';
import { isReaderComing } from '../../../src/features/analyze/reader-control.ts';
import { spokenMessage } from '../../../src/features/analyze/spoken-message.ts';
import { analysisOf } from './analysis-of.ts';

const idle: EngineState = { kind: 'idle' };
const downloading: EngineState = { kind: 'downloading', loadedBytes: 1, totalBytes: 2, remainingMs: null };
const failed: EngineState = { kind: 'failed', error: new UndertoneError('engine-failed').toData() };
const latest = { text: 'So', analysis: analysisOf('So', [], { label: 'mixed' }) };

describe('what is spoken', () => {
  it('is why the reader does not work, whether or not there is a text', () => {
    const words = 'The reader could not run on this device. Reload the page, or try a current browser.';
    expect(spokenMessage({ phase: 'waiting', latest: null, error: null }, failed, false, false)).toBe(words);
    expect(spokenMessage({ phase: 'blank', latest: null, error: null }, failed, false, false)).toBe(words);
  });

  it('is the verdict of the text as it stands, also when the reader was lost since', () => {
    expect(spokenMessage({ phase: 'read', latest, error: null }, failed, false, false)).toBe('Mixed.');
  });

  it('is why this text was not read', () => {
    const error = new UndertoneError('text-too-long');
    expect(spokenMessage({ phase: 'failed', latest, error }, idle, false, false)).toBe(
      'This text is longer than can be read at once. Split it into parts.',
    );
  });

  it('is left to the view of a problem with the server, but not what is the text’s own', () => {
    const refused = new UndertoneError('unauthenticated');
    const away: EngineState = { kind: 'failed', error: new UndertoneError('server-unreachable').toData() };
    expect(spokenMessage({ phase: 'failed', latest: null, error: refused }, idle, true, false)).toBe('');
    expect(spokenMessage({ phase: 'waiting', latest: null, error: null }, away, true, false)).toBe('');
    const french = new UndertoneError('language-unsupported', { language: 'fr' });
    expect(spokenMessage({ phase: 'failed', latest: null, error: french }, idle, true, false)).toContain(
      'French',
    );
  });

  it('is nothing while a text waits', () => {
    expect(spokenMessage({ phase: 'waiting', latest: null, error: null }, downloading, false, false)).toBe(
      '',
    );
  });
});

describe('a text that waits', () => {
  it('will be read unless the reader failed, was stopped or waits for a word', () => {
    expect(isReaderComing(downloading, false, true)).toBe(true);
    expect(isReaderComing(idle, false, false)).toBe(true);
    expect(isReaderComing(idle, true, false)).toBe(false);
    expect(isReaderComing(idle, false, true)).toBe(false);
    expect(isReaderComing(failed, false, false)).toBe(false);
  });
});
