/** One row at a time, and what can be said of it. The keys work while the focus is within. */
import { useIsMutating } from '@tanstack/react-query';
import { useEffect, useId, useState } from 'react';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { toUndertoneError } from '#core/contracts/errors';
import type { RowView, Run } from '#core/contracts/run';
import { placedCell } from '#core/table/row-cells';
import { cellText } from '#core/table/text-of';
import { reviewWords } from '../../i18n/review.ts';
import { labelWords } from '../../i18n/tones.ts';
import type { CorrectedLabel } from '../../storage/corrections.ts';
import { Button } from '../../ui/button.tsx';
import { LiveRegion } from '../../ui/live-region.tsx';
import { ToneMark } from '../../ui/tone-mark.tsx';
import { actionOf, answerKeys, answerLabels, skipKey, undoKey } from './review-keys.ts';
import type { Desk } from './use-desk.ts';

interface ReviewDeskProps {
  run: Run;
  desk: Desk;
  /** Null while it is on its way. */
  row: RowView | null;
  total: number;
  /** Of the list, to give it the focus. */
  listRef: RefObject<HTMLDivElement | null>;
  /** What the person called it; null where they said nothing. */
  given: CorrectedLabel | null;
  /** Why what was said last could not be kept; null where it could. */
  failure: Error | null;
  /** What stands under the text: what the model says, or that it is hidden. */
  children: ReactNode;
  /** Nothing can be said of the rows any more; they can still be looked at. */
  isClosed?: boolean;
}

export function ReviewDesk({
  run,
  desk,
  row,
  total,
  listRef,
  given,
  failure,
  children,
  isClosed = false,
}: ReviewDeskProps) {
  const [isListFocused, setIsListFocused] = useState(false);
  // Said to be saved once it is, and not before.
  const isKeeping = useIsMutating({ mutationKey: ['corrections'] }) > 0;
  const said = wordsOf(desk, { isKeeping, failure });
  const hintId = useId();
  const rowId = row === null ? undefined : `review-row-${row.row}`;

  // A longer text that was scrolled is not to hide how the next one begins.
  useEffect(() => {
    listRef.current?.scrollTo({ top: 0 });
  }, [listRef, rowId]);

  function onKeyDown(event: KeyboardEvent): void {
    const action = actionOf({ ...keyOf(event), repeat: event.repeat });
    if (action === null) return;
    event.preventDefault();
    desk.act(action);
  }

  return (
    <div className="review-desk">
      {/* The keys bubble up from the list and the buttons, which are what takes the focus. */}
      <div role="presentation" onKeyDown={onKeyDown}>
        <div
          ref={listRef}
          className="review-list"
          role="listbox"
          tabIndex={0}
          aria-label={reviewWords.desk}
          aria-describedby={hintId}
          aria-activedescendant={rowId}
          aria-busy={row === null}
          onFocus={() => setIsListFocused(true)}
          onBlur={() => setIsListFocused(false)}
        >
          {row === null ? (
            <div role="option" aria-selected="false" className="review-coming">
              {reviewWords.looking}
            </div>
          ) : (
            <div
              key={row.row}
              id={rowId}
              role="option"
              className="review-row"
              aria-selected="true"
              aria-posinset={desk.place + 1}
              aria-setsize={total}
            >
              <p className="review-meta small">
                <span>{reviewWords.row(row.row + 1)}</span>
                {cellsOf(run, row).map((cell) => (
                  <span key={cell}>{cell}</span>
                ))}
              </p>
              <p className="review-text">{row.text}</p>
              {children}
            </div>
          )}
        </div>
        <div className="review-tools">
          {!isClosed && (
            <div className="review-answers" role="group" aria-label={reviewWords.answers}>
              {answerLabels.map((label) => (
                <button
                  key={label}
                  type="button"
                  className="button review-answer"
                  aria-pressed={given === label}
                  aria-keyshortcuts={answerKeys[label]}
                  onClick={() => desk.act({ kind: 'answer', label })}
                >
                  <ToneMark tone={label} />
                  <span className="review-answer-name">{labelWords[label]}</span>
                  <Key name={answerKeys[label]} />
                </button>
              ))}
            </div>
          )}
          <div className="review-ways">
            <Button
              aria-label={reviewWords.previous}
              onClick={() => desk.act({ kind: 'move', step: 'previous' })}
            >
              <span aria-hidden="true">←</span>
            </Button>
            <span className="review-place small">
              {reviewWords.placeOf(Math.min(desk.place + 1, total), total)}
            </span>
            <Button aria-label={reviewWords.next} onClick={() => desk.act({ kind: 'move', step: 'next' })}>
              <span aria-hidden="true">→</span>
            </Button>
            {!isClosed && (
              <span className="review-others">
                <Button aria-keyshortcuts={skipKey} onClick={() => desk.act({ kind: 'skip' })}>
                  {reviewWords.skip} <Key name={skipKey} />
                </Button>
                <Button
                  aria-keyshortcuts={undoKey}
                  inactive={!desk.canUndo}
                  onClick={() => desk.act({ kind: 'undo' })}
                >
                  {reviewWords.undo} <Key name={undoKey} />
                </Button>
              </span>
            )}
          </div>
        </div>
      </div>
      {!isClosed && <p className="review-said small">{said}</p>}
      <p id={hintId} className="review-hint small">
        {reviewWords.keysHint}
      </p>
      <LiveRegion message={isKeeping || said === '' ? '' : spokenOf(said, row, isListFocused)} />
    </div>
  );
}

function Key({ name }: { name: string }) {
  return (
    <kbd className="review-key" aria-hidden="true">
      {name}
    </kbd>
  );
}

function keyOf({ key, altKey, ctrlKey, metaKey }: KeyboardEvent) {
  return { key, altKey, ctrlKey, metaKey };
}

/** The cells that tell where a text comes from: its group and its date. */
function cellsOf({ columns, roles }: Run, { cells, group }: RowView): string[] {
  const date = cellText(placedCell(cells, roles.date, roles, columns.length));
  return [
    group === null || roles.group === null ? null : reviewWords.cell(columns[roles.group] ?? '', group),
    date === '' || roles.date === null ? null : reviewWords.cell(columns[roles.date] ?? '', date),
  ].filter((cell) => cell !== null);
}

function wordsOf(
  { said }: Desk,
  { isKeeping, failure }: { isKeeping: boolean; failure: Error | null },
): string {
  if (said === null) return '';
  if (failure !== null) {
    const { message, remedy } = toUndertoneError(failure);
    return `${reviewWords.notSaved} ${message} ${remedy}`;
  }
  return said.isKept && !isKeeping ? `${said.words} ${reviewWords.saved}` : said.words;
}

/** Within the list the text is spoken as the row that is selected now, so that it would be heard twice. */
function spokenOf(said: string, row: RowView | null, isListFocused: boolean): string {
  return row === null || isListFocused ? said : `${said} ${reviewWords.row(row.row + 1)}: ${row.text}`;
}
