/** What narrows the table down besides the kind of row: words, sureness, group, doubt; and its order on a phone. */
import { useEffect, useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { RowFilter, RowSort, Run } from '#core/contracts/run';
import type { Runs } from '../../engine/runs/runs.ts';
import { filesWords } from '../../i18n/files.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from './choice.tsx';
import { GroupFilter } from './group-filter.tsx';
import { percentOf, shareOf, sortOf, sortText } from './row-address.ts';
import { useMedia } from './use-media.ts';

/** So long a hand has to rest before what it typed is looked for. */
const restMs = 250;

/** An undefined one takes the filter away. */
export type FilterChanges = { [Name in keyof RowFilter]?: RowFilter[Name] | undefined };

interface RowFiltersProps {
  runs: Runs;
  run: Pick<Run, 'id' | 'roles'>;
  filter: RowFilter;
  sort: RowSort;
  onFilter: (changes: FilterChanges, isStep: boolean) => void;
  onSort: (sort: RowSort) => void;
}

export function RowFilters(props: RowFiltersProps) {
  const { runs, run, filter, sort, onFilter, onSort } = props;
  const words = filesWords.table;
  const { rating } = filter;
  const isNarrow = useMedia('(max-width: 719px)');
  const sorts = Object.entries(words.sorts).filter(
    ([name]) =>
      (run.roles.date !== null || !name.endsWith('date')) &&
      (run.roles.rating !== null || !name.endsWith('rating')),
  );
  return (
    <div className="row-filters" role="search" aria-label={words.filters}>
      <TypedField
        label={words.search}
        type="search"
        value={filter.search ?? ''}
        onRest={(search) => onFilter({ search: search === '' ? undefined : search }, false)}
      />
      <Fold isNarrow={isNarrow}>
        <SureRange filter={filter} onFilter={onFilter} />
        <GroupFilter
          runs={runs}
          run={run}
          group={filter.group}
          onChange={(group) => onFilter({ group }, true)}
        />
        <Choice
          label={words.sort}
          value={sortText(sort)}
          options={sorts}
          onChange={(text) => onSort(sortOf(text))}
        />
        <label className="check">
          <input
            type="checkbox"
            checked={filter.needsReview === true}
            onChange={({ currentTarget }) =>
              onFilter({ needsReview: currentTarget.checked ? true : undefined }, true)
            }
          />
          <span>{words.needsReview}</span>
        </label>
      </Fold>
      {rating !== undefined && (
        <Button kind="text" onClick={() => onFilter({ rating: undefined }, true)}>
          {words.remove(words.ratingFrom(rating.from, rating.to))}
        </Button>
      )}
    </div>
  );
}

/** On a phone the rows come first: what is rarely wanted is folded away. */
function Fold({ isNarrow, children }: { isNarrow: boolean; children: ReactNode }) {
  if (!isNarrow) return children;
  return (
    <details className="row-filters-more">
      <summary>{filesWords.table.more}</summary>
      <div>{children}</div>
    </details>
  );
}

function SureRange({ filter, onFilter }: Pick<RowFiltersProps, 'filter' | 'onFilter'>) {
  const words = filesWords.table;
  const from = filter.confidence?.from ?? 0;
  const to = filter.confidence?.to ?? 1;

  function change(next: { from: number; to: number }): void {
    const isAll = next.from <= 0 && next.to >= 1;
    onFilter({ confidence: isAll ? undefined : next }, false);
  }

  return (
    <div className="sure-range" role="group" aria-label={words.columns.sure}>
      <TypedField
        label={words.sureFrom}
        type="number"
        value={from === 0 ? '' : String(percentOf(from))}
        onRest={(text) => change({ from: typedShare(text, 0), to })}
      />
      <TypedField
        label={words.sureTo}
        type="number"
        value={to === 1 ? '' : String(percentOf(to))}
        onRest={(text) => change({ from, to: typedShare(text, 1) })}
      />
      <span aria-hidden="true">{words.percent}</span>
    </div>
  );
}

function typedShare(text: string, otherwise: number): number {
  const percent = Number.parseFloat(text);
  return Number.isNaN(percent) ? otherwise : shareOf(percent);
}

interface TypedFieldProps {
  label: string;
  type: 'search' | 'number';
  value: string;
  onRest: (text: string) => void;
}

/** A field whose text counts once the hand rests. */
function TypedField({ label, type, value, onRest }: TypedFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(value);
  const [seen, setSeen] = useState(value);

  // What comes from elsewhere, such as the way back, takes the field over; what it told itself does not.
  if (seen !== value) {
    setSeen(value);
    if (value !== told) {
      setTyped(value);
      setTold(value);
    }
  }

  // The page is drawn anew at every step of a run: the rest of a hand does not begin anew with it.
  const atRest = useRef(onRest);
  useEffect(() => {
    atRest.current = onRest;
  }, [onRest]);
  useEffect(() => {
    if (typed === told) return undefined;
    const timer = setTimeout(() => {
      setTold(typed);
      atRest.current(typed);
    }, restMs);
    return () => clearTimeout(timer);
  }, [typed, told]);

  return (
    <div className={`field field-${type}`}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="input"
        type={type}
        value={typed}
        {...(type === 'number' ? { min: 0, max: 100, inputMode: 'numeric' as const } : {})}
        autoComplete="off"
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
    </div>
  );
}
