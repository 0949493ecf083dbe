/** The reading that was made beforehand, for as long as the box is empty. */
import { useMemo } from 'react';
import { readWords } from '../../i18n/read.ts';
import { labelWords } from '../../i18n/tones.ts';
import { Button } from '../../ui/button.tsx';
import { readingParts } from '../../ui/reading/reading-parts.ts';
import { ReadingView } from '../../ui/reading/reading-view.tsx';
import type { ReadText } from './use-reading.ts';
import { partsTally } from '../../ui/reading/verdict-words.ts';

interface ExampleViewProps {
  example: ReadText;
  /** The model it was read by is the one that will read. */
  isOfModelInUse: boolean;
  /** Puts its text in the box. */
  onTry: () => void;
}

export function ExampleView({ example, isOfModelInUse, onTry }: ExampleViewProps) {
  const { text, analysis } = example;
  const parts = useMemo(() => readingParts(text, analysis), [text, analysis]);
  return (
    <>
      <ReadingView
        title={isOfModelInUse ? readWords.readBeforehand : readWords.own.readBeforehand}
        listName={readWords.example}
        parts={parts}
        isCurrent
        aside={
          <p className="reading-aside">
            <span className="tone-word" data-tone={analysis.label}>
              {labelWords[analysis.label]}
            </span>
            {' · '}
            {partsTally(analysis)}
          </p>
        }
      />
      <p className="example-use">
        <Button kind="text" onClick={onTry}>
          {readWords.tryExample}
        </Button>
      </p>
    </>
  );
}
