/** A figure that explains itself when it is pressed. */
import { useEffect, useId, useRef, useState } from 'react';

interface FigureHelpProps {
  figure: string;
  /** What the figure means, in a sentence. */
  help: string;
}

/** Shows the figure with a dotted line; pressing it opens the sentence over the page, Escape or a press elsewhere closes it. */
export function FigureHelp({ figure, help }: FigureHelpProps) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const noteId = useId();

  useEffect(() => {
    if (!open) return undefined;
    const closeOnPress = (event: PointerEvent) => {
      if (event.target instanceof Node && place.current?.contains(event.target) === true) return;
      setOpen(false);
    };
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      setOpen(false);
    };
    document.addEventListener('pointerdown', closeOnPress);
    document.addEventListener('keydown', closeOnEscape, { capture: true });
    return () => {
      document.removeEventListener('pointerdown', closeOnPress);
      document.removeEventListener('keydown', closeOnEscape, { capture: true });
    };
  }, [open]);

  return (
    <span ref={place}>
      <button
        type="button"
        className="figure-help-button"
        aria-expanded={open}
        aria-describedby={open ? noteId : undefined}
        onClick={() => setOpen((isOpen) => !isOpen)}
      >
        {figure}
      </button>
      {open && (
        <span className="figure-help-note" id={noteId} role="note">
          {help}
        </span>
      )}
    </span>
  );
}
