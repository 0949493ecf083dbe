/** A person's own themes: what they are called, which words they hold. */
import { useId, useMemo, useState } from 'react';
import type { Theme } from '#core/contracts/run';
import { picturesWords } from '../../../i18n/pictures.ts';
import { loadLatestThemes } from '../../../storage/report-settings.ts';
import { Button } from '../../../ui/button.tsx';
import { useFocusIfLost } from '../../../ui/use-focus-if-lost.ts';
import { ThemeForm } from './theme-form.tsx';

const words = picturesWords.themes;

interface ThemesEditorProps {
  themes: readonly Theme[];
  onThemes: (themes: Theme[]) => void;
}

/** The name of the theme that is open; null for a new one, undefined where none is. */
type Opened = string | null | undefined;

export function ThemesEditor({ themes, onThemes }: ThemesEditorProps) {
  const [opened, setOpened] = useState<Opened>(undefined);
  const add = useFocusIfLost<HTMLButtonElement>(`${opened} ${themes.length}`);
  // Asked for whenever there are none here: those that were just removed are not offered again.
  const latest = useMemo(() => (themes.length === 0 ? loadLatestThemes() : []), [themes]);
  const latestId = useId();
  const others = (name: string | null): Theme[] => themes.filter((theme) => theme.name !== name);

  function keep(before: string | null, theme: Theme): void {
    const isNew = before === null;
    onThemes(isNew ? [...themes, theme] : themes.map((each) => (each.name === before ? theme : each)));
    setOpened(undefined);
  }

  const form = (theme: Theme | null) => (
    <ThemeForm
      theme={theme}
      taken={others(theme?.name ?? null).map(({ name }) => name)}
      onKeep={(kept) => keep(theme?.name ?? null, kept)}
      onCancel={() => setOpened(undefined)}
    />
  );

  return (
    <div className="themes">
      {themes.length > 0 && (
        <ul className="theme-list" aria-label={words.list}>
          {themes.map((theme) => (
            <li key={theme.name} className="theme">
              {opened === theme.name ? (
                form(theme)
              ) : (
                <>
                  <span className="theme-name">{theme.name}</span>
                  <span className="theme-words">{theme.words.join(', ')}</span>
                  <span className="theme-actions">
                    <Button
                      kind="text"
                      aria-label={words.change(theme.name)}
                      onClick={() => setOpened(theme.name)}
                    >
                      {words.changeShort}
                    </Button>
                    <Button
                      kind="text"
                      aria-label={words.remove(theme.name)}
                      onClick={() => onThemes(others(theme.name))}
                    >
                      {words.removeShort}
                    </Button>
                  </span>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {opened === null ? (
        form(null)
      ) : (
        <p className="theme-ways">
          <Button ref={add} onClick={() => setOpened(null)}>
            {words.add}
          </Button>
          {latest.length > 0 && (
            <>
              <Button kind="text" aria-describedby={latestId} onClick={() => onThemes(latest)}>
                {words.ofLast}
              </Button>
              <span id={latestId} className="small">
                {words.latest(latest.map(({ name }) => name))}
              </span>
            </>
          )}
        </p>
      )}
    </div>
  );
}
