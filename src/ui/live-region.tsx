/** The one place from which the page speaks to a screen reader. */

interface LiveRegionProps {
  message: string;
}

/** Speaks `message` politely whenever it changes. It has to stand in the page from the start. */
export function LiveRegion({ message }: LiveRegionProps) {
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {message}
    </div>
  );
}
