/** Asks for the key of a server. */
import { useId, useState } from 'react';
import { serverWords } from '../i18n/server.ts';
import { Button } from './button.tsx';
import './server-session.css';

interface ServerKeyFormProps {
  /** Name and port of the server that gets it. */
  host: string;
  /** Told the key, without the space around it. */
  onKey: (key: string) => void;
}

/** What a header can carry; a bearer token has no more than these (RFC 6750, 2.1). */
const tokenPattern = /^[\x21-\x7e]+$/;

/** Not a form in the eyes of the browser: those can send what they hold somewhere. */
export function ServerKeyForm({ host, onKey }: ServerKeyFormProps) {
  const [value, setValue] = useState('');
  const [isOdd, setIsOdd] = useState(false);
  const id = useId();
  const key = value.trim();

  function take(): void {
    const isToken = tokenPattern.test(key);
    setIsOdd(!isToken);
    if (isToken) onKey(key);
  }

  return (
    <div className="server-key">
      <label htmlFor={id}>{serverWords.keyLabel(host)}</label>
      {/* No browser is to remember it, nor to send it somewhere to check its spelling. */}
      <input
        id={id}
        type="text"
        className="server-key-input"
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        value={value}
        aria-describedby={`${id}-note`}
        aria-invalid={isOdd || undefined}
        onChange={(event) => {
          setValue(event.target.value);
          setIsOdd(false);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && key !== '') take();
        }}
      />
      <p id={`${id}-note`} className="small" role={isOdd ? 'alert' : undefined}>
        {isOdd ? serverWords.keyOdd : serverWords.keyKept}
      </p>
      <p>
        <Button inactive={key === ''} onClick={take}>
          {serverWords.keyUse}
        </Button>
      </p>
    </div>
  );
}
