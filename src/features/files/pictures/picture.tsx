/** One picture of a run: its drawing, its table, and ways to save it. */
import { useId, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { RowFilter } from '#core/contracts/run';
import { toUndertoneError } from '#core/contracts/errors';
import type { Drawing } from '#core/report/drawing';
import { framedDrawing } from '#core/report/drawing-frame';
import { picturesWords as words } from '../../../i18n/pictures.ts';
import { Button } from '../../../ui/button.tsx';
import { LiveRegion } from '../../../ui/live-region.tsx';
import { fileNameFor, saveFile } from '../../../ui/save-file.ts';
import { DrawingTable } from './drawing-table.tsx';
import { DrawingView } from './drawing-view.tsx';
import { pngBlob, svgBlob } from './picture-file.ts';
import { useRoom } from './use-room.ts';

/** Of pictures that are saved, whatever the width on the page. */
const savedWidth = 640;
/** Wider ones would only pull figures apart. */
const widest = 720;

export interface PictureProps {
  /** Has to stay the same function while it draws the same. */
  draw: (width: number) => Drawing;
  /** Of the file that was read. */
  runName: string;
  /** Says below a saved picture of what it is, and read by what. */
  source: string;
  onFilter: (filter: RowFilter) => void;
  /** Of the notes, those that the page does not say in another way. */
  isShown?: (note: string) => boolean;
  /** What belongs to it: below the drawing. */
  children?: ReactNode;
}

export function Picture({ draw, runName, source, onFilter, isShown, children }: PictureProps) {
  const [place, { width, scale }] = useRoom<HTMLDivElement>();
  const id = useId();
  const drawing = useMemo(() => draw(Math.min(widest, width === 0 ? savedWidth : width)), [draw, width]);
  const notes = drawing.notes.filter(isShown ?? (() => true));
  return (
    <section className="picture" aria-labelledby={`${id}-title`}>
      <div className="picture-head">
        <h3 id={`${id}-title`} className="picture-title">
          {drawing.title}
        </h3>
        <p className="small">{drawing.aside}</p>
      </div>
      <div ref={place} className="picture-place" style={{ minHeight: drawing.height }}>
        {width > 0 && <DrawingView drawing={drawing} scale={scale} />}
      </div>
      {notes.length > 0 && <p className="small picture-notes">{notes.join(' ')}</p>}
      {children}
      <PictureTools
        drawing={drawing}
        id={id}
        onFilter={onFilter}
        save={async (kind) => {
          const framed = framedDrawing(draw(savedWidth), source);
          const blob = kind === 'svg' ? svgBlob(framed) : await pngBlob(framed);
          saveFile(blob, fileNameFor(runName, framed.id, kind));
        }}
      />
    </section>
  );
}

interface PictureToolsProps {
  drawing: Drawing;
  id: string;
  onFilter: (filter: RowFilter) => void;
  save: (kind: 'png' | 'svg') => Promise<void>;
}

function PictureTools({ drawing, id, onFilter, save }: PictureToolsProps) {
  const [open, setOpen] = useState<'table' | 'save' | null>(null);
  const [said, setSaid] = useState('');
  const toggle = (part: 'table' | 'save') => () => setOpen(open === part ? null : part);

  function saveAs(kind: 'png' | 'svg'): void {
    setSaid('');
    save(kind).then(
      () => setSaid(words.saved),
      (thrown: unknown) => setSaid(toUndertoneError(thrown).message),
    );
  }

  // What holds nothing is no picture to take along.
  if (drawing.table.rows.length === 0) return null;
  return (
    <>
      <div className="picture-tools" role="group" aria-label={words.toolsOf(drawing.title)}>
        <Button
          kind="text"
          aria-expanded={open === 'table'}
          aria-controls={open === 'table' ? `${id}-table` : undefined}
          onClick={toggle('table')}
        >
          {words.asTable}
        </Button>
        <Button kind="text" aria-expanded={open === 'save'} onClick={toggle('save')}>
          {words.save}
        </Button>
        {open === 'save' && (
          <>
            <Button kind="text" onClick={() => saveAs('png')}>
              {words.asPng}
            </Button>
            <Button kind="text" onClick={() => saveAs('svg')}>
              {words.asSvg}
            </Button>
          </>
        )}
        {said !== '' && open === 'save' && <span className="small">{said}</span>}
        <LiveRegion message={said} />
      </div>
      {open === 'table' && <DrawingTable drawing={drawing} id={`${id}-table`} onFilter={onFilter} />}
    </>
  );
}
