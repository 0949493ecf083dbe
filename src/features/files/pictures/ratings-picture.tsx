/** Rating against reading, and the rows where the two disagree. */
import { useCallback } from 'react';
import type { Ratings } from '#core/contracts/report';
import type { RowFilter } from '#core/contracts/run';
import { disagreements, drawRatings } from '#core/report/drawings/ratings';
import { picturesWords as words } from '../../../i18n/pictures.ts';
import { Button } from '../../../ui/button.tsx';
import { Picture } from './picture.tsx';
import type { PictureProps } from './picture.tsx';

interface RatingsPictureProps extends Pick<PictureProps, 'runName' | 'source' | 'onFilter'> {
  ratings: Ratings;
  /** Its name in the file. */
  column: string;
}

export function RatingsPicture({ ratings, column, ...common }: RatingsPictureProps) {
  const { onFilter } = common;
  const draw = useCallback((width: number) => drawRatings(ratings, column, width), [ratings, column]);
  const [high, low] = disagreements(ratings);
  const lists: { sentence: string; count: number; filter: RowFilter }[] = [
    { sentence: high, ...listOf(ratings.highReadsNegative, 'negative') },
    { sentence: low, ...listOf(ratings.lowReadsPositive, 'positive') },
  ];
  const sentences = new Set([`${high}.`, `${low}.`]);
  return (
    <Picture {...common} draw={draw} isShown={(note) => !sentences.has(note)}>
      <ul className="disagreements" aria-label={words.disagreements}>
        {lists.map(({ sentence, count, filter }) => (
          <li key={sentence} className="disagreement">
            <span>{sentence}</span>
            {count > 0 && (
              <Button
                kind="text"
                aria-label={`${sentence}. ${words.showThem}`}
                onClick={() => onFilter(filter)}
              >
                {words.showThem}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Picture>
  );
}

function listOf({ from, to, count }: Ratings['highReadsNegative'], kind: 'negative' | 'positive') {
  return { count, filter: { kinds: [kind], rating: { from, to } } satisfies RowFilter };
}
