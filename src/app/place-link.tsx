/** A link to a place of the app. */
import type { MouseEvent, ReactNode } from 'react';
import { goTo, pathOf } from './router.ts';
import type { Place } from './router.ts';

interface PlaceLinkProps {
  place: Place;
  isCurrent: boolean;
  className: string;
  children: ReactNode;
}

/** An ordinary link, so that it can be opened elsewhere; a plain press stays in the page. */
export function PlaceLink({ place, isCurrent, className, children }: PlaceLinkProps) {
  function follow(event: MouseEvent) {
    if (event.button !== 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    goTo(place);
  }

  return (
    <a
      href={pathOf(place)}
      className={className}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={follow}
    >
      {children}
    </a>
  );
}
