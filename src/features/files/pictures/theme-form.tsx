/** A theme as a person writes it down: a name and words. */
import { useId, useState } from 'react';
import type { Theme } from '#core/contracts/run';
import { picturesWords } from '../../../i18n/pictures.ts';
import { Button } from '../../../ui/button.tsx';
import { useFocusWhenShown } from '../../../ui/use-focus-when-shown.ts';

const words = picturesWords.themes;

interface ThemeFormProps {
  /** Null for a new one. */
  theme: Theme | null;
  /** Names that other themes have. */
  taken: readonly string[];
  onKeep: (theme: Theme) => void;
  onCancel: () => void;
}

/** Words between commas, semicolons or lines, each once. */
function wordsIn(text: string): string[] {
  const found = text.split(/[,;\n]/).map((word) => word.replaceAll(/\s+/g, ' ').trim());
  return [...new Set(found.filter((word) => word !== ''))];
}

export function ThemeForm({ theme, taken, onKeep, onCancel }: ThemeFormProps) {
  const [name, setName] = useState(theme?.name ?? '');
  const [list, setList] = useState(theme?.words.join(', ') ?? '');
  const [problem, setProblem] = useState('');
  const first = useFocusWhenShown<HTMLInputElement>();
  const id = useId();

  function keep(): void {
    const kept = { name: name.trim(), words: wordsIn(list) };
    if (kept.name === '' || kept.words.length === 0) setProblem(words.missing);
    else if (taken.includes(kept.name)) setProblem(words.taken);
    else onKeep(kept);
  }

  // No form element: the policy lets none be sent, and Enter keeps it all the same.
  return (
    <div
      className="theme-form"
      role="group"
      aria-label={theme === null ? words.add : words.change(theme.name)}
    >
      <label htmlFor={`${id}-name`}>{words.name}</label>
      <input
        ref={first}
        id={`${id}-name`}
        className="theme-input"
        value={name}
        maxLength={60}
        autoComplete="off"
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={keyActions(keep, onCancel)}
      />
      <label htmlFor={`${id}-words`}>{words.words}</label>
      <input
        id={`${id}-words`}
        className="theme-input"
        value={list}
        maxLength={2000}
        autoComplete="off"
        aria-describedby={`${id}-hint`}
        onChange={(event) => setList(event.currentTarget.value)}
        onKeyDown={keyActions(keep, onCancel)}
      />
      <p id={`${id}-hint`} className="small">
        {words.wordsHint}
      </p>
      {/* There from the start, so that it is spoken when it comes. */}
      <p className="small theme-problem" role="status">
        {problem}
      </p>
      <div className="picture-tools">
        <Button onClick={keep}>{words.keep}</Button>
        <Button kind="text" onClick={onCancel}>
          {words.cancel}
        </Button>
      </div>
    </div>
  );
}

function keyActions(keep: () => void, cancel: () => void) {
  return (event: React.KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    // The focus goes to the button that opens the form, which the same key would press.
    event.preventDefault();
    if (event.key === 'Enter') keep();
    else cancel();
  };
}
