/** The rows of a reading; rows that did not change since the reading before are the same objects. */
import { useState } from 'react';
import { readingParts } from '../../ui/reading/reading-parts.ts';
import type { ReadingPart } from '../../ui/reading/reading-parts.ts';
import type { ReadText } from './use-reading.ts';

export function useReadingParts(read: ReadText): readonly ReadingPart[] {
  const [made, setMade] = useState(() => ({ read, parts: readingParts(read.text, read.analysis) }));
  if (made.read === read) return made.parts;
  const parts = readingParts(read.text, read.analysis, made.parts);
  setMade({ read, parts });
  return parts;
}
