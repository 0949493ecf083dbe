/** All corrections, wherever they were made: found, removed, and saved as training rows. */
import { useEffect, useRef, useState } from 'react';
import { toUndertoneError } from '#core/contracts/errors';
import { reviewWords } from '../../i18n/review.ts';
import type { Correction } from '../../storage/corrections.ts';
import { Button } from '../../ui/button.tsx';
import { LiveRegion } from '../../ui/live-region.tsx';
import { CorrectionRow } from './correction-row.tsx';
import { findCorrections } from './find-corrections.ts';
import { Notice } from './notice.tsx';
import { TrainingExport } from './training-export.tsx';
import { correctionPlaces } from './training-rows.ts';
import type { CorrectionPlace } from './training-rows.ts';
import type { Corrections } from './use-corrections.ts';

const shownAtFirst = 30;

export function CorrectionsPanel({ corrections }: { corrections: Corrections }) {
  const { list, error } = corrections;
  if (list === null && error !== null) {
    const { message, remedy } = toUndertoneError(error);
    return <Notice title={message} rest={remedy} />;
  }
  if (list === null) return <p className="page-intro">{reviewWords.looking}</p>;
  return <CorrectionList list={list} corrections={corrections} />;
}

interface CorrectionListProps {
  list: readonly Correction[];
  corrections: Corrections;
}

function CorrectionList({ list, corrections: { replace, error } }: CorrectionListProps) {
  const [search, setSearch] = useState('');
  const [place, setPlace] = useState<CorrectionPlace | null>(null);
  const [shown, setShown] = useState(shownAtFirst);
  const [removed, setRemoved] = useState<Correction | null>(null);
  const [said, setSaid] = useState('');
  const undo = useRef<HTMLButtonElement>(null);
  const line = useRef<HTMLParagraphElement>(null);

  // The row that was removed takes the focus with it.
  useEffect(() => {
    if (removed !== null) undo.current?.focus();
  }, [removed]);

  const found = findCorrections(list, { search, place });

  function remove(correction: Correction): void {
    replace({ text: correction.text, correction: null });
    setRemoved(correction);
    setSaid(reviewWords.removed);
  }

  function putBack(): void {
    if (removed !== null) replace({ text: removed.text, correction: removed });
    setRemoved(null);
    setSaid(reviewWords.putBack);
    line.current?.focus();
  }

  if (list.length === 0 && removed === null)
    return <Notice title={reviewWords.correctionsNone} rest={reviewWords.correctionsNoneRest} />;
  return (
    <>
      <p className="review-note small">{reviewWords.correctionsNote}</p>
      {list.length > 0 && (
        <div className="corrections-tools">
          <input
            type="search"
            className="review-search"
            aria-label={reviewWords.search}
            placeholder={reviewWords.searchPlaceholder}
            value={search}
            onChange={(event) => {
              setSearch(event.target.value);
              setShown(shownAtFirst);
            }}
          />
          <select
            className="review-select"
            aria-label={reviewWords.from}
            value={place ?? ''}
            onChange={(event) => {
              setPlace(correctionPlaces.find((one) => one === event.target.value) ?? null);
              setShown(shownAtFirst);
            }}
          >
            <option value="">{reviewWords.fromAll}</option>
            {correctionPlaces.map((one) => (
              <option key={one} value={one}>
                {reviewWords.fromPlaces[one]}
              </option>
            ))}
          </select>
        </div>
      )}
      <p className="corrections-said small" ref={line} tabIndex={-1}>
        {list.length > 0 && <span>{reviewWords.found(found.length, list.length)}</span>}
        <span>{error === null ? said : error.message}</span>
        {removed !== null && (
          <Button kind="text" ref={undo} onClick={putBack}>
            {reviewWords.undo}
          </Button>
        )}
      </p>
      {list.length === 0 && (
        <Notice title={reviewWords.correctionsNone} rest={reviewWords.correctionsNoneRest} />
      )}
      {list.length > 0 && found.length === 0 && <p>{reviewWords.foundNone}</p>}
      {found.length > 0 && (
        <ul className="corrections" aria-label={reviewWords.list}>
          {found.slice(0, shown).map((correction) => (
            <CorrectionRow
              key={correction.text}
              correction={correction}
              onRemove={() => remove(correction)}
            />
          ))}
        </ul>
      )}
      {found.length > shown && (
        <Button kind="text" onClick={() => setShown(shown + shownAtFirst)}>
          {reviewWords.showMore(Math.min(shownAtFirst, found.length - shown))}
        </Button>
      )}
      {list.length > 0 && <TrainingExport corrections={found} />}
      <LiveRegion message={said} />
    </>
  );
}
