/** The history: whether there is one and for how long, and what it holds. */
import { useId, useState } from 'react';
import type { Runs } from '../../engine/runs/runs.ts';
import { historyWords } from '../../i18n/history.ts';
import { bringBack } from '../../pwa/intake.ts';
import { historyWish, retentions } from '../../storage/history-wish.ts';
import { Button } from '../../ui/button.tsx';
import { LiveRegion } from '../../ui/live-region.tsx';
import { ToneMark } from '../../ui/tone-mark.tsx';
import { useFocusIfLost } from '../../ui/use-focus-if-lost.ts';
import { useWatched } from '../../ui/use-watched.ts';
import { useHistory } from './use-history.ts';
import type { HistoryEntry } from './use-history.ts';
import './history.css';

interface HistorySectionProps {
  loadRuns: () => Promise<Runs>;
  onOpenRun: (runId: string) => void;
}

const entriesAtOnce = 20;

export function HistorySection(props: HistorySectionProps) {
  const wish = useWatched(historyWish, historyWish.get);
  return (
    <section className="page-section" aria-labelledby="history-title">
      <h2 id="history-title" className="settings-heading">
        {historyWords.title}
      </h2>
      <p>{wish.isKept ? historyWords.on : historyWords.off}</p>
      <Wish />
      <Entries {...props} />
    </section>
  );
}

function Wish() {
  const wish = useWatched(historyWish, historyWish.get);
  const keptForId = useId();
  return (
    <div className="page-actions">
      <label className="history-switch">
        <input
          type="checkbox"
          checked={wish.isKept}
          onChange={({ currentTarget }) => historyWish.set({ ...wish, isKept: currentTarget.checked })}
        />
        {historyWords.keep}
      </label>
      {wish.isKept && (
        <span>
          <label htmlFor={keptForId}>{historyWords.keptFor}</label>{' '}
          <select
            id={keptForId}
            className="history-field"
            value={retentions.indexOf(wish.days)}
            onChange={({ currentTarget }) =>
              historyWish.set({ ...wish, days: retentions[Number(currentTarget.value)] ?? null })
            }
          >
            {retentions.map((days, index) => (
              <option key={days} value={index}>
                {historyWords.retention(days)}
              </option>
            ))}
          </select>
        </span>
      )}
    </div>
  );
}

function Entries({ loadRuns, onOpenRun }: HistorySectionProps) {
  const isKept = useWatched(historyWish, () => historyWish.get().isKept);
  const [words, setWords] = useState('');
  const [most, setMost] = useState(entriesAtOnce);
  const { found, erasing } = useHistory(loadRuns, words, most);
  const { total = 0, entries = [] } = found.data ?? {};
  const isSearch = words.trim() !== '';
  const failure = erasing.error ?? found.error;
  // Only what was erased can have held the focus.
  const search = useFocusIfLost<HTMLInputElement>(erasing.submittedAt === 0 ? '' : String(total));

  // Nothing to search, and nothing to say.
  if (!isKept && total === 0 && !isSearch && failure === null) return null;

  const count = total > 0 ? historyWords.found(total, isSearch, isKept) : '';
  const said = found.isPending ? '' : count || (isSearch ? historyWords.noneFound : historyWords.none);
  return (
    <>
      {!isKept && entries.some(({ kind }) => kind === 'reading') && (
        <p className="small history-note">{historyWords.stays}</p>
      )}
      <p className="history-search">
        <input
          ref={search}
          type="search"
          className="history-field"
          aria-label={historyWords.search}
          placeholder={historyWords.search}
          value={words}
          onChange={({ currentTarget }) => {
            setWords(currentTarget.value);
            setMost(entriesAtOnce);
          }}
        />
        <span className="small">{failure === null ? said : failure.message}</span>
      </p>
      <ul className="history-entries">
        {entries.map((entry) => (
          <Entry
            key={entry.id}
            entry={entry}
            onOpen={() => (entry.kind === 'run' ? onOpenRun(entry.run.id) : bringBack(entry.reading.text))}
            onErase={() => erasing.mutate(entry)}
          />
        ))}
      </ul>
      {entries.length < total && (
        <p className="page-actions">
          <Button onClick={() => setMost(most + entriesAtOnce)}>{historyWords.more}</Button>
        </p>
      )}
      <LiveRegion message={failure === null ? said : failure.message} />
    </>
  );
}

interface EntryProps {
  entry: HistoryEntry;
  onOpen: () => void;
  onErase: () => void;
}

/** Two lines are shown; a text as long as a book would only weigh on the page. */
const shownCharacters = 400;
/** As much of a text as tells it from others. */
const nameCharacters = 60;

function Entry({ entry, onOpen, onErase }: EntryProps) {
  const text = entry.kind === 'run' ? entry.run.name : entry.reading.text;
  const name = text.trim().slice(0, nameCharacters);
  return (
    <li className="history-entry">
      <p className={entry.kind === 'run' ? 'history-name' : 'history-text'}>
        {text.slice(0, shownCharacters)}
      </p>
      <p className="small history-facts">
        {entry.kind === 'run' ? (
          <span>{historyWords.run(entry.run.rows, entry.run.state)}</span>
        ) : (
          <span className="history-verdict" data-tone={entry.reading.label}>
            <ToneMark tone={entry.reading.label} />
            {historyWords.verdict(entry.reading.label, entry.reading.confidence)}
          </span>
        )}
        <span>{historyWords.time(entry.timeMs)}</span>
        <Button kind="text" aria-label={historyWords.openOf(name)} onClick={onOpen}>
          {historyWords.open}
        </Button>
        <Button kind="text" aria-label={historyWords.eraseOf(name)} onClick={onErase}>
          {historyWords.erase}
        </Button>
      </p>
    </li>
  );
}
