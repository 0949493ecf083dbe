/** Settings: first what is kept on this device, then what was sent, then the keys. */
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { hasConsent } from '../../engine/consent.ts';
import type { Runs } from '../../engine/runs/runs.ts';
import { sentMeter } from '../../engine/sent-meter.ts';
import { settingsWords } from '../../i18n/settings.ts';
import { offline } from '../../pwa/network.ts';
import { historyWish } from '../../storage/history-wish.ts';
import { Button } from '../../ui/button.tsx';
import { LiveRegion } from '../../ui/live-region.tsx';
import { useFocusWhenShown } from '../../ui/use-focus-when-shown.ts';
import { useWatched } from '../../ui/use-watched.ts';
import { HistorySection } from './history-section.tsx';
import { InstallSection } from './install-section.tsx';
import { ServerSection } from './server-section.tsx';
import { DiagnosticsSection } from './diagnostics-section.tsx';
import type { DiagnosticsProps } from './use-diagnostics.ts';
import { useKept } from './use-kept.ts';
import type { KeptPlaces, KeptThing } from './use-kept.ts';
import './settings.css';

export interface SettingsPageProps extends DiagnosticsProps {
  /** Absolute address of the app's base. */
  baseUrl: string;
  loadRuns: () => Promise<Runs>;
  onOpenRun: (runId: string) => void;
}

export function SettingsPage({ baseUrl, loadRuns, onOpenRun, ...diagnostics }: SettingsPageProps) {
  const isHistoryKept = useWatched(historyWish, () => historyWish.get().isKept);
  const [erasures, setErasures] = useState(0);
  const sentBytes = useSyncExternalStore(sentMeter.subscribe, () => sentMeter.get());
  return (
    <div className="page">
      <h1 className="page-title">{settingsWords.title}</h1>
      <p className="page-intro">{settingsWords.intro(hasConsent(), isHistoryKept)}</p>
      <KeptTable
        baseUrl={baseUrl}
        engine={diagnostics.engine}
        loadRuns={loadRuns}
        onEraseAll={() => setErasures(erasures + 1)}
      />
      {/* Words that were searched for go with all else. */}
      <HistorySection key={erasures} loadRuns={loadRuns} onOpenRun={onOpenRun} />

      <section className="page-section" aria-labelledby="sent-title">
        <h2 id="sent-title" className="settings-heading">
          {settingsWords.sentTitle}
        </h2>
        <p>{settingsWords.sent(sentBytes)}</p>
        {hasConsent() && <ServerSection />}
      </section>

      <InstallSection />
      <DiagnosticsSection {...diagnostics} />

      <section className="page-section keys-section" aria-labelledby="keys-title">
        <h2 id="keys-title" className="settings-heading">
          {settingsWords.keysTitle}
        </h2>
        <dl className="keys">
          {Object.values(settingsWords.keys).map(({ keys, effect }) => (
            <div key={keys} className="key">
              <dt>{keys}</dt>
              <dd>{effect}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}

interface KeptTableProps extends KeptPlaces {
  onEraseAll: () => void;
}

function KeptTable({ baseUrl, engine, loadRuns, onEraseAll }: KeptTableProps) {
  const { kept, erasing } = useKept({ baseUrl, engine, loadRuns });
  const isOffline = useSyncExternalStore(offline.subscribe, offline.get);
  const [isAsking, setIsAsking] = useState(false);
  const things = kept.data ?? [];
  const all = things.reduce((sum, thing) => sum + thing.sizeBytes, 0);
  const failure = kept.error ?? erasing.error;
  const said = erasing.data ?? '';

  const allButton = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);

  // The question goes, and gives the focus back to the button that asked it.
  useEffect(() => {
    if (wasAsking.current && !isAsking) allButton.current?.focus();
    wasAsking.current = isAsking;
  }, [isAsking]);

  function erase(these: readonly KeptThing[] | 'everything'): void {
    setIsAsking(false);
    if (these === 'everything') onEraseAll();
    erasing.mutate(these);
  }

  return (
    <>
      <table className="table kept" aria-label={settingsWords.title}>
        <thead>
          <tr>
            <th scope="col">{settingsWords.what}</th>
            <th scope="col" className="number">
              {settingsWords.howMany}
            </th>
            <th scope="col" className="number">
              {settingsWords.howLarge}
            </th>
            <th scope="col">
              <span className="visually-hidden">{settingsWords.erase}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {things.map((thing) => (
            <KeptRow
              key={thing.id}
              thing={thing}
              isNeeded={(thing.id === 'app' || thing.id === 'reader') && isOffline}
              isErasing={erasing.isPending}
              onErase={() => erase([thing])}
            />
          ))}
        </tbody>
      </table>
      <div className="page-actions">
        {isAsking ? (
          <EraseAllQuestion onYes={() => erase('everything')} onNo={() => setIsAsking(false)} />
        ) : (
          <Button ref={allButton} inactive={all === 0 || erasing.isPending} onClick={() => setIsAsking(true)}>
            {settingsWords.eraseAll}
          </Button>
        )}
        {said !== '' && !isAsking && <p className="small">{said}</p>}
        {failure !== null && <p className="small">{failure.message}</p>}
      </div>
      <LiveRegion message={failure === null ? said : failure.message} />
    </>
  );
}

interface KeptRowProps {
  thing: KeptThing;
  /** Erased now, it would take the page with it. */
  isNeeded: boolean;
  isErasing: boolean;
  onErase: () => void;
}

function KeptRow({ thing, isNeeded, isErasing, onErase }: KeptRowProps) {
  const note = isNeeded ? settingsWords.kept.appNeeded : thing.note;
  return (
    <tr>
      <th scope="row">
        {thing.name}
        {note !== null && <span className="small kept-note">{note}</span>}
      </th>
      <td className="number">{thing.count}</td>
      <td className="number">{settingsWords.bytes(thing.sizeBytes)}</td>
      <td className="number">
        <Button
          kind="text"
          aria-label={settingsWords.eraseOf(thing.name)}
          inactive={thing.sizeBytes === 0 || isErasing || isNeeded}
          onClick={onErase}
        >
          {settingsWords.erase}
        </Button>
      </td>
    </tr>
  );
}

function EraseAllQuestion({ onYes, onNo }: { onYes: () => void; onNo: () => void }) {
  const no = useFocusWhenShown<HTMLButtonElement>();
  return (
    <>
      <p>{settingsWords.eraseAllSure}</p>
      <Button onClick={onYes}>{settingsWords.eraseAllYes}</Button>
      <Button kind="text" ref={no} onClick={onNo}>
        {settingsWords.keep}
      </Button>
    </>
  );
}
