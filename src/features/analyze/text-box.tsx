/** The box one writes in. Its mirror stands in the same grid cell and gives it its height, so that the page scrolls. */
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { readWords } from '../../i18n/read.ts';
import { fileDrag } from '../../pwa/file-drop.ts';

interface TextBoxProps {
  text: string;
  /** Put the cursor in it at once: right with a keyboard, wrong where that would raise one over the page. */
  takesFocus: boolean;
  boxRef: RefObject<HTMLTextAreaElement | null>;
  onChange: (text: string) => void;
  onReadNow: () => void;
  onEscape: () => void;
}

export function TextBox({ text, takesFocus, boxRef, onChange, onReadNow, onEscape }: TextBoxProps) {
  const wasFocused = useRef(false);
  const isTaking = useSyncExternalStore(fileDrag.subscribe, fileDrag.get);

  useEffect(() => {
    if (!takesFocus || wasFocused.current) return;
    wasFocused.current = true;
    boxRef.current?.focus({ preventScroll: true });
  }, [takesFocus, boxRef]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onReadNow();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      onEscape();
    }
  }

  return (
    <div className="text-box" data-taking={isTaking}>
      <textarea
        ref={boxRef}
        className="text-box-input"
        aria-label={readWords.yourText}
        placeholder={readWords.placeholder}
        value={text}
        rows={1}
        spellCheck
        autoComplete="off"
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className="text-box-mirror" aria-hidden="true">
        {/* A last line break would have no height of its own. */}
        {`${text}\u200B`}
      </div>
    </div>
  );
}
