/** The line under the box: how long the text is, what is being done with it, and the way to pin it. */
import { useSyncExternalStore } from 'react';
import { readWords } from '../../i18n/read.ts';
import { fileDrag } from '../../pwa/file-drop.ts';
import { Button } from '../../ui/button.tsx';
import type { ReadingPhase } from './use-reading.ts';

interface TextToolsProps {
  characters: number;
  phase: ReadingPhase;
  /** Whether the reader reads, or will without anything more being done. */
  isReaderComing: boolean;
  /** What was done with a text that can be had again; null where there is none. */
  undoSaid: string | null;
  canPin: boolean;
  /** There are several lines, which can be read as rows. */
  hasLines: boolean;
  onUndo: () => void;
  onPin: () => void;
  onReadLines: () => void;
}

export function TextTools({
  characters,
  phase,
  isReaderComing,
  undoSaid,
  canPin,
  hasLines,
  onUndo,
  onPin,
  onReadLines,
}: TextToolsProps) {
  const isTaking = useSyncExternalStore(fileDrag.subscribe, fileDrag.get);
  const readsByItself = phase !== 'waiting' && isReaderComing;
  return (
    <div className="text-tools small">
      <span>{readWords.characters(characters)}</span>
      {isTaking && <span>{readWords.dropHere}</span>}
      {!isTaking && undoSaid !== null && (
        <span>
          {undoSaid}{' '}
          <Button kind="text" onClick={onUndo}>
            {readWords.undo}
          </Button>
        </span>
      )}
      {!isTaking && undoSaid === null && readsByItself && <span>{readWords.readsWhileTyping}</span>}
      {hasLines && (
        <Button kind="text" onClick={onReadLines}>
          {readWords.readLines}
        </Button>
      )}
      <Button inactive={!canPin} onClick={onPin}>
        {readWords.pin}
      </Button>
    </div>
  );
}
