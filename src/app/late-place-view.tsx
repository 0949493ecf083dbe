/** A place whose code may still be on its way: a quiet line until it is here, a sentence and a way on if it fails. */
import { createElement, Suspense, use } from 'react';
import { shellWords } from '../i18n/shell.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import type { LatePlace } from './late-places.ts';

interface LatePlaceViewProps<Props> {
  place: LatePlace<Props>;
  name: string;
  props: Props;
}

export function LatePlaceView<Props extends object>({ place, name, props }: LatePlaceViewProps<Props>) {
  return (
    <ErrorBoundary onTryAgain={() => place.forget()}>
      <Suspense fallback={<OnItsWay name={name} />}>
        <Arrived place={place} props={props} />
      </Suspense>
    </ErrorBoundary>
  );
}

function Arrived<Props extends object>({ place, props }: Omit<LatePlaceViewProps<Props>, 'name'>) {
  // What is here already is drawn at once; waiting even for a kept promise would show the line for a moment.
  return createElement(place.view ?? use(place.load()), props);
}

/** It takes a moment to show, so that a place that comes quickly does not flicker. */
function OnItsWay({ name }: { name: string }) {
  return (
    <div className="page place-coming">
      <p className="page-title">{name}</p>
      <p className="page-intro" role="status">
        {shellWords.placeComing}
      </p>
    </div>
  );
}
