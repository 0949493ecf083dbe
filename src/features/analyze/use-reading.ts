/** Reads the text in the box: shortly after the last key, at once when asked, and never twice for the same text. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Analysis, AnalyzeRequest } from '#core/contracts/analysis';
import { toUndertoneError } from '#core/contracts/errors';
import type { UndertoneError } from '#core/contracts/errors';
import type { AnalyzeProgress, Engine } from '#core/engine';
import { loadAnyLanguage, saveAnyLanguage } from '../../storage/draft.ts';

const restMs = 250;
const keptMs = 60_000;

/** A text together with what was read from it. */
export interface ReadText {
  text: string;
  analysis: Analysis;
}

export type ReadingPhase = 'blank' | 'waiting' | 'reading' | 'read' | 'stopped' | 'failed';

export interface Reading {
  phase: ReadingPhase;
  /** The last reading since the box was empty; of the current text when the phase is `read`, else of an earlier one. */
  latest: ReadText | null;
  progress: AnalyzeProgress | null;
  error: UndertoneError | null;
  /** What an engine is asked when what the box holds is read. */
  request: AnalyzeRequest;
  /** Reads what the box holds without waiting for the hand to rest. */
  readNow: () => void;
  /** Reads it although it does not seem to be in a language the model knows; holds until the box is empty. */
  readAnyway: () => void;
  /** Stops the reading that runs. */
  stop: () => void;
}

/**
 * @param isReady whether the engine can read; until then the text waits
 * @param text what the box holds
 * @param model names what the engine reads with; what another one read is read anew
 */
export function useReading(engine: Engine, isReady: boolean, text: string, model: string): Reading {
  const isBlank = text.trim() === '';
  const [asked, setAsked] = useState(text);
  const [insists, setInsists] = useState(loadAnyLanguage);
  const [stoppedText, setStoppedText] = useState<string | null>(null);
  const [latest, setLatest] = useState<ReadText | null>(null);
  const [progress, setProgress] = useState<(AnalyzeProgress & { text: string }) | null>(null);
  const client = useQueryClient();
  const queryKey = ['analysis', model, asked, insists];

  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), restMs);
    return () => clearTimeout(timer);
  }, [text]);

  // Kept over the reload that an agreement to use the server brings, so that it sends what it showed.
  useEffect(() => saveAnyLanguage(insists), [insists]);

  const query = useQuery({
    queryKey,
    enabled: isReady && asked.trim() !== '' && asked !== stoppedText && !isBlank,
    gcTime: keptMs,
    structuralSharing: false,
    queryFn: async ({ signal }): Promise<ReadText> => {
      const onProgress = (step: AnalyzeProgress) => setProgress({ ...step, text: asked });
      const analysis = await engine.analyze(requestOf(asked, insists), { signal, onProgress });
      return { text: asked, analysis };
    },
  });

  const isAsked = asked === text;
  const read = isAsked && !isBlank ? query.data : undefined;
  if (read !== undefined && read !== latest) setLatest(read);
  if (isBlank && latest !== null) setLatest(null);
  if (isBlank && insists) setInsists(false);

  const error = isAsked && query.error !== null ? toUndertoneError(query.error) : null;
  const phase = phaseOf({
    isBlank,
    isRead: read !== undefined,
    isStopped: stoppedText === text,
    error,
    isReady,
  });

  return {
    phase,
    latest: isBlank ? null : (read ?? latest),
    progress: phase === 'reading' && progress?.text === text ? progress : null,
    error: phase === 'failed' ? error : null,
    request: requestOf(text, insists),
    readNow() {
      setStoppedText(null);
      setAsked(text);
      if (isAsked && query.isError) void query.refetch();
    },
    readAnyway() {
      setInsists(true);
      setStoppedText(null);
      setAsked(text);
    },
    stop() {
      setStoppedText(text);
      setAsked(text);
      void client.cancelQueries({ queryKey: ['analysis'] });
    },
  };
}

function requestOf(text: string, insists: boolean): AnalyzeRequest {
  return insists ? { text, anyLanguage: true } : { text };
}

interface Facts {
  isBlank: boolean;
  isRead: boolean;
  isStopped: boolean;
  error: UndertoneError | null;
  isReady: boolean;
}

function phaseOf({ isBlank, isRead, isStopped, error, isReady }: Facts): ReadingPhase {
  if (isBlank) return 'blank';
  if (isRead) return 'read';
  if (isStopped) return 'stopped';
  if (error !== null) return 'failed';
  return isReady ? 'reading' : 'waiting';
}
