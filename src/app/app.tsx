/** The app: its places, and what they share. */
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Manifest } from '#core/contracts/manifest';
import type { Capability } from '../engine/capability.ts';
import { hasConsent } from '../engine/consent.ts';
import { isReaderHere } from '../engine/model-versions.ts';
import type { Router } from '../engine/router.ts';
import type { Runs } from '../engine/runs/runs.ts';
import { ReadPage } from '../features/analyze/read-page.tsx';
import type { ReaderControl } from '../features/analyze/reader-control.ts';
import { shellWords } from '../i18n/shell.ts';
import { intake } from '../pwa/intake.ts';
import { ownModel } from '../storage/own-model.ts';
import { useWatched } from '../ui/use-watched.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { LatePlaceView } from './late-place-view.tsx';
import { fetchLatePlaces } from './late-places.ts';
import type { LatePlaces } from './late-places.ts';
import { useModel } from './model-query.ts';
import { PlaceLink } from './place-link.tsx';
import { baseUrl, goTo, pathOf, useAddress, usePlaceAddress } from './router.ts';
import type { Address, Place } from './router.ts';
import { useIsServerOffered } from './server-query.ts';
import { Shell } from './shell.tsx';

/** Nothing here waits for a network to be online: the answers come from this device, or say themselves why not. */
const queryClient = new QueryClient({
  defaultOptions: {
    queries: { networkMode: 'always', retry: false, refetchOnWindowFocus: false, staleTime: Infinity },
    mutations: { networkMode: 'always' },
  },
});

interface AppProps {
  control: ReaderControl;
  capability: Capability;
  latePlaces: LatePlaces;
  loadRuns: () => Promise<Runs>;
}

export function App(props: AppProps) {
  return (
    <QueryClientProvider client={queryClient}>
      <Places {...props} />
    </QueryClientProvider>
  );
}

function Places(props: AppProps) {
  const { control, capability, latePlaces } = props;
  const address = useAddress();
  const { place } = address;
  const model = useModel(baseUrl);
  const isSparing = capability.phone || capability.savesData;
  const [sentTo, setSentTo] = useState<string | null>(null);
  const isReaderOffered = useReaderAtStart(control, isSparing);
  const isServerOffered = useIsServerOffered(control.engine, baseUrl);
  useReadForArrivals(place);
  useLatePlaces(control.engine, latePlaces);

  return (
    <Shell place={place} detail={address.detail}>
      <ErrorBoundary key={place}>
        <PlaceView
          {...props}
          address={address}
          isSparing={isSparing}
          isReaderOffered={isReaderOffered}
          isServerOffered={isServerOffered}
          model={model}
          sentTo={sentTo}
          onReview={(runId) => {
            setSentTo(runId);
            goTo('review', runId);
          }}
        />
      </ErrorBoundary>
    </Shell>
  );
}

interface PlaceViewProps extends AppProps {
  address: Address;
  isSparing: boolean;
  isReaderOffered: boolean;
  isServerOffered: boolean;
  model: UseQueryResult<Manifest>;
  /** The run that the person asked to review while it was shown. */
  sentTo: string | null;
  onReview: (runId: string) => void;
}

function PlaceView(props: PlaceViewProps) {
  const { address, control, capability, latePlaces, loadRuns, isSparing, isReaderOffered, model } = props;
  const { isServerOffered, sentTo, onReview } = props;
  switch (address.place) {
    case 'read':
      return (
        <ReadPage
          control={control}
          baseUrl={baseUrl}
          model={model.data ?? null}
          isSparing={isSparing}
          isReaderOffered={isReaderOffered}
          isServerOffered={isServerOffered}
        />
      );
    case 'files':
      return (
        <Files
          address={address}
          place={latePlaces.files}
          reader={control}
          manifest={model.data ?? null}
          isReaderOffered={isReaderOffered}
          isServerOffered={isServerOffered}
          onReview={onReview}
        />
      );
    case 'review':
      return <Review address={address} place={latePlaces.review} sentTo={sentTo} />;
    case 'models':
      return (
        <LatePlaceView
          place={latePlaces.models}
          name={shellWords.placeNames.models}
          props={{ model, engine: control.engine, baseUrl }}
        />
      );
    case 'settings':
      return (
        <LatePlaceView
          place={latePlaces.settings}
          name={shellWords.placeNames.settings}
          props={{
            engine: control.engine,
            capability,
            baseUrl,
            loadRuns,
            onOpenRun: (runId) => goTo('files', runId),
          }}
        />
      );
    case null:
      return <Nowhere />;
  }
}

interface FilesProps {
  address: Address;
  place: LatePlaces['files'];
  reader: ReaderControl;
  manifest: Manifest | null;
  isReaderOffered: boolean;
  isServerOffered: boolean;
  onReview: (runId: string) => void;
}

function Files(props: FilesProps) {
  const { address, place, reader, manifest, isReaderOffered, isServerOffered, onReview } = props;
  return (
    <LatePlaceView
      place={place}
      name={shellWords.placeNames.files}
      props={{
        address: usePlaceAddress('files', address),
        reader,
        manifest,
        isReaderOffered,
        server: { isOffered: isServerOffered, baseUrl },
        settings: { href: pathOf('settings'), open: () => goTo('settings') },
        onReview,
      }}
    />
  );
}

interface ReviewProps {
  address: Address;
  place: LatePlaces['review'];
  sentTo: string | null;
}

function Review({ address, place, sentTo }: ReviewProps) {
  return (
    <LatePlaceView
      place={place}
      name={shellWords.placeNames.review}
      props={{
        address: usePlaceAddress('review', address),
        isSentHere: sentTo !== null && sentTo === address.detail,
        onFiles: () => goTo('files'),
      }}
    />
  );
}

function Nowhere() {
  return (
    <div className="page">
      <h1 className="page-title">{shellWords.nowhere}</h1>
      <p>
        <PlaceLink place="read" isCurrent={false} className="text-link">
          {shellWords.toRead}
        </PlaceLink>
      </p>
    </div>
  );
}

/** A text that comes from outside is for Read, whatever place is open. */
function useReadForArrivals(place: Place | null): void {
  const hasArrived = useSyncExternalStore(intake.subscribe, () => intake.get()?.isBeside === false);
  useEffect(() => {
    if (hasArrived && place !== 'read') goTo('read');
  }, [hasArrived, place]);
}

/** Has the other places fetched once the reader is ready: it comes first, and then they open at once. */
function useLatePlaces(engine: Router, places: LatePlaces): void {
  useEffect(() => {
    const fetchWhenReady = (): void => {
      if (engine.state.kind === 'ready') fetchLatePlaces(places);
    };
    fetchWhenReady();
    return engine.subscribe(fetchWhenReady);
  }, [engine, places]);
}

/**
 * Gets the reader at once, unless that would cost data nobody agreed to spend; what is already here costs none.
 *
 * @returns whether it waits for the person's word
 */
function useReaderAtStart(control: ReaderControl, isSparing: boolean): boolean {
  const isOwnModelInUse = useWatched(ownModel, () => ownModel.get()?.isInUse === true);
  const costsNothing = !isSparing || hasConsent() || isOwnModelInUse;
  const [startsAtOnce] = useState(costsNothing);
  const kept = useQuery({
    queryKey: ['is-reader-here'],
    queryFn: () => isReaderHere(new URL('weights/', baseUrl).href),
    enabled: !costsNothing,
  });
  const starts = startsAtOnce || kept.data === true;

  const hasStarted = useRef(false);
  useEffect(() => {
    // Only once: later on it starts with whoever changes what is read with, or with the person's word.
    if (!starts || hasStarted.current) return;
    hasStarted.current = true;
    // What is known of its files may come only after the person has stopped it.
    if (!control.wasStopped) control.start();
  }, [control, starts]);

  return !costsNothing && kept.data === false;
}
