/** Reads the text again without one word at a time, to see what the verdict hangs on. */
import { useEffect, useRef, useState } from 'react';
import type { Analysis } from '#core/contracts/analysis';
import { toUndertoneError } from '#core/contracts/errors';
import type { Engine } from '#core/engine';
import { evidenceWords, strongestWords } from '#core/score/evidence-words';
import type { ReadText } from './use-reading.ts';
import { withoutSpan } from './without-span.ts';

const testedWords = 5;

export interface WordTest {
  /** Where the word stands in the text, in UTF-16 units. */
  start: number;
  word: string;
  tone: 'negative' | 'positive';
  /** What the text without the word was read as; null while that is not known. */
  without: Analysis | null;
}

export interface WordTests {
  /** Null as long as nobody asked. */
  tests: readonly WordTest[] | null;
  /** Why it ended early, in words. */
  failure: string | null;
  run: () => void;
  close: () => void;
}

interface Round {
  read: ReadText;
  tests: readonly WordTest[];
  failure: string | null;
}

/** Tests belong to one reading: another text, or another reading of it, has none yet. */
export function useWordTests(engine: Engine, read: ReadText): WordTests {
  const [round, setRound] = useState<Round | null>(null);
  const running = useRef<AbortController | null>(null);

  useEffect(() => () => running.current?.abort(), [read]);

  async function runTests(signal: AbortSignal): Promise<void> {
    const { text, analysis } = read;
    const words = strongestWords(evidenceWords(text, analysis.evidence), testedWords)
      .map((word) => ({ ...word, shorter: withoutSpan(text, word) }))
      .filter(({ shorter }) => shorter.trim() !== '');
    let tests: readonly WordTest[] = words.map(({ start, end, value }) => ({
      start,
      word: text.slice(start, end),
      tone: value > 0 ? 'positive' : 'negative',
      without: null,
    }));
    setRound({ read, tests, failure: null });
    try {
      for (const [index, { shorter }] of words.entries()) {
        // The whole text passed for its language; a short rest of it need not pass again.
        const without = await engine.analyze({ text: shorter, anyLanguage: true }, { signal });
        tests = tests.map((test, at) => (at === index ? { ...test, without } : test));
        setRound({ read, tests, failure: null });
      }
    } catch (thrown) {
      const { code, message } = toUndertoneError(thrown);
      if (code !== 'cancelled') setRound({ read, tests, failure: message });
    }
  }

  const own = round?.read === read ? round : null;
  return {
    tests: own?.tests ?? null,
    failure: own?.failure ?? null,
    run() {
      running.current?.abort();
      running.current = new AbortController();
      void runTests(running.current.signal);
    },
    close() {
      running.current?.abort();
      setRound(null);
    },
  };
}
