/** The agreement to use the server, as long as it lasts: what is masked, the key, and the way to take it back. */
import { useState } from 'react';
import { withdrawConsent } from '../../engine/consent.ts';
import { isMasking, serverKey, setMasking, setServerKey } from '../../engine/server/server-session.ts';
import { serverWords } from '../../i18n/server.ts';
import { settingsWords } from '../../i18n/settings.ts';
import { Button } from '../../ui/button.tsx';
import { ServerKeyForm } from '../../ui/server-key-form.tsx';

export function ServerSection() {
  const [isMasked, setIsMasked] = useState(isMasking);
  const [hasKey, setHasKey] = useState(() => serverKey() !== null);

  function keep(key: string | null): void {
    setServerKey(key);
    setHasKey(key !== null);
  }

  return (
    <>
      <p>{settingsWords.serverAgreed}</p>
      <label className="history-switch">
        <input
          type="checkbox"
          checked={isMasked}
          aria-describedby="server-mask-note"
          onChange={({ currentTarget }) => {
            setMasking(currentTarget.checked);
            setIsMasked(currentTarget.checked);
          }}
        />
        {serverWords.mask}
      </label>
      <p id="server-mask-note" className="small">
        {serverWords.maskNote}
      </p>
      <div className="server-section-key">
        {hasKey ? (
          <p>
            {serverWords.keyHere}{' '}
            <Button kind="text" onClick={() => keep(null)}>
              {serverWords.keyForget}
            </Button>
          </p>
        ) : (
          <details className="details">
            <summary>{settingsWords.serverKey}</summary>
            <ServerKeyForm host={location.host} onKey={keep} />
          </details>
        )}
      </div>
      <p className="page-actions">
        <Button onClick={withdrawConsent}>{settingsWords.serverWithdraw}</Button>
      </p>
    </>
  );
}
