/** What stands around every place: the name, the ways to the places, and what there is to say of the app itself. */
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { shellWords } from '../i18n/shell.ts';
import { offline } from '../pwa/network.ts';
import { update } from '../pwa/service-worker.ts';
import { Button } from '../ui/button.tsx';
import { ToneMark } from '../ui/tone-mark.tsx';
import { PlaceLink } from './place-link.tsx';
import { places } from './router.ts';
import type { Place } from './router.ts';
import './shell.css';

interface ShellProps {
  place: Place | null;
  /** Which part of the place is shown; null for the place itself. */
  detail: string | null;
  children: ReactNode;
}

export function Shell({ place, detail, children }: ShellProps) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef({ place, detail });

  useEffect(() => {
    document.title = place === null ? shellWords.name : shellWords.documentTitle[place];
    if (shown.current.place === place && shown.current.detail === detail) return;
    shown.current = { place, detail };
    // The focus goes with the reader to what is shown now, unless that has taken it itself.
    if (!(main.current?.contains(document.activeElement) ?? false))
      main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [place, detail]);

  return (
    <div className="shell">
      <a
        className="skip-link"
        href="#place"
        onClick={(event) => {
          // What stands behind the # of the address is how the place is shown.
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {shellWords.skip}
      </a>
      <header className="header">
        <PlaceLink place="read" isCurrent={false} className="brand">
          <ToneMark tone="mixed" />
          <span>{shellWords.name}</span>
        </PlaceLink>
        <StandingLine />
        <nav className="places" aria-label={shellWords.places}>
          {places.map((name) => (
            <PlaceLink key={name} place={name} isCurrent={name === place} className="place-link">
              {shellWords.placeNames[name]}
            </PlaceLink>
          ))}
        </nav>
      </header>
      <main id="place" className="main" ref={main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

/** What there is to say of the app itself: a newer version, or that there is no network. */
function StandingLine() {
  const newer = useSyncExternalStore(update.subscribe, update.get);
  const isOffline = useSyncExternalStore(offline.subscribe, offline.get);
  return (
    <p className="standing-line small" role="status">
      {newer === 'ready' && (
        <>
          <span>{shellWords.updateReady}</span>
          <Button kind="text" onClick={() => update.use()}>
            {shellWords.updateUse}
          </Button>
        </>
      )}
      {newer === 'wanted' && (
        <>
          <span>{shellWords.updateWanted}</span>
          <Button kind="text" onClick={() => update.postpone()}>
            {shellWords.updatePostpone}
          </Button>
        </>
      )}
      {isOffline && <span>{shellWords.offline}</span>}
    </p>
  );
}
