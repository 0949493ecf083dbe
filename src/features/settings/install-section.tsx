/** How to have Undertone as an app of its own, said where one looks for it and nowhere else. */
import { useSyncExternalStore } from 'react';
import { settingsWords } from '../../i18n/settings.ts';
import { installation } from '../../pwa/installation.ts';
import { Button } from '../../ui/button.tsx';

/** Written by the build. */
declare const __BUILD_NAME__: string;

const words = settingsWords.install;

export function InstallSection() {
  const way = useSyncExternalStore(installation.subscribe, installation.get);
  return (
    <section className="page-section" aria-labelledby="install-title">
      <h2 id="install-title" className="settings-heading">
        {words.title}
      </h2>
      {way === 'ios' ? (
        <>
          <p>{words.ios}</p>
          <ol className="install-steps">
            {words.iosSteps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </>
      ) : (
        <p>{words[way]}</p>
      )}
      {way === 'ask' && (
        <p className="page-actions">
          <Button onClick={() => void installation.ask()}>{words.button}</Button>
        </p>
      )}
      <p className="small install-version">{words.version(__BUILD_NAME__)}</p>
    </section>
  );
}
