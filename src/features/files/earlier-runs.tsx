/** The files that were taken in before: opened by a link, erased after a question. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toUndertoneError } from '#core/contracts/errors';
import type { Run, RunState } from '#core/contracts/run';
import type { Runs } from '../../engine/runs/runs.ts';
import { filesWords } from '../../i18n/files.ts';
import { formatCount } from '../../i18n/formats.ts';
import { Button } from '../../ui/button.tsx';
import type { PlaceAddress } from '../../ui/place-address.ts';
import { useFocusIfLost } from '../../ui/use-focus-if-lost.ts';
import { useFocusWhenShown } from '../../ui/use-focus-when-shown.ts';
import { followInPage } from './follow-in-page.ts';
import { HistoryNote } from './history-note.tsx';
import type { SettingsWay } from './history-note.tsx';

const lookAgainMs = 2000;
const changing: ReadonlySet<RunState> = new Set(['running', 'taking-in']);

interface EarlierRunsProps {
  runs: Runs;
  address: PlaceAddress;
  settings: SettingsWay;
}

export function EarlierRuns({ runs, address, settings }: EarlierRunsProps) {
  const client = useQueryClient();
  const words = filesWords.earlier;
  const listed = useQuery({
    queryKey: ['files', 'runs'],
    queryFn: () => runs.list(),
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.some((run) => changing.has(run.state)) === true ? lookAgainMs : false,
  });
  const erasing = useMutation({
    mutationFn: async (run: Run) => {
      await runs.erase(run.id);
      return run;
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['files', 'runs'] }),
  });
  const [asked, setAsked] = useState<string | null>(null);
  const title = useFocusIfLost<HTMLHeadingElement>(String(listed.data?.length));
  const failure = erasing.error ?? listed.error;

  return (
    <section className="page-section" aria-labelledby="earlier-title">
      <h2 id="earlier-title" className="files-heading" tabIndex={-1} ref={title}>
        {filesWords.earlierTitle}
      </h2>
      {listed.data?.length === 0 && <p className="small">{filesWords.earlierNone}</p>}
      {listed.data !== undefined && listed.data.length > 0 && (
        <table className="table earlier" aria-labelledby="earlier-title">
          <thead>
            <tr>
              <th scope="col">{words.file}</th>
              <th scope="col" className="number">
                {words.rows}
              </th>
              <th scope="col">{words.when}</th>
              <th scope="col">{words.state}</th>
              <th scope="col">
                <span className="visually-hidden">{words.erase}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {listed.data.map((run) => (
              <EarlierRun
                key={run.id}
                run={run}
                address={address}
                isAsked={asked === run.id}
                onAsk={(isAsked) => setAsked(isAsked ? run.id : null)}
                onErase={() => {
                  setAsked(null);
                  erasing.mutate(run);
                }}
              />
            ))}
          </tbody>
        </table>
      )}
      <HistoryNote settings={settings} />
      <p className="small" role="status">
        {failure !== null && failureWords(failure)}
        {failure === null && erasing.data !== undefined && words.erased(erasing.data.name)}
      </p>
    </section>
  );
}

function failureWords(thrown: Error): string {
  const { message, remedy } = toUndertoneError(thrown);
  return `${message} ${remedy}`;
}

interface EarlierRunProps {
  run: Run;
  address: PlaceAddress;
  isAsked: boolean;
  onAsk: (isAsked: boolean) => void;
  onErase: () => void;
}

function EarlierRun({ run, address, isAsked, onAsk, onErase }: EarlierRunProps) {
  const words = filesWords.earlier;
  const button = useFocusIfLost<HTMLButtonElement>(String(isAsked));
  if (isAsked) return <EraseQuestion name={run.name} onErase={onErase} onKeep={() => onAsk(false)} />;
  return (
    <tr>
      <th scope="row" className="earlier-name">
        <a href={address.hrefOf(run.id)} onClick={(event) => followInPage(event, () => address.open(run.id))}>
          {run.name}
        </a>
      </th>
      <td className="number">{formatCount(run.rows)}</td>
      <td className="earlier-when">{filesWords.when(run.createdAtMs)}</td>
      <td>{stateWords(run)}</td>
      <td className="number">
        <Button ref={button} kind="text" aria-label={words.eraseOf(run.name)} onClick={() => onAsk(true)}>
          {words.erase}
        </Button>
      </td>
    </tr>
  );
}

interface EraseQuestionProps {
  name: string;
  onErase: () => void;
  onKeep: () => void;
}

function EraseQuestion({ name, onErase, onKeep }: EraseQuestionProps) {
  const words = filesWords.earlier;
  const keep = useFocusWhenShown<HTMLButtonElement>();
  return (
    <tr>
      <td colSpan={5}>
        <div className="earlier-question" role="group" aria-label={words.sure(name)}>
          <p>{words.sure(name)}</p>
          <p className="earlier-answers">
            <Button onClick={onErase}>{words.yes}</Button>
            <Button ref={keep} kind="text" onClick={onKeep}>
              {words.keep}
            </Button>
          </p>
        </div>
      </td>
    </tr>
  );
}

function stateWords({ state, counts, rows }: Run): string {
  const word = filesWords.states[state];
  const isPartly = state === 'running' || state === 'paused' || state === 'halted' || state === 'stopped';
  return isPartly ? `${word}, ${filesWords.partly(counts.rows, rows)}` : word;
}
