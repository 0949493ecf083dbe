/** What there is instead of the app where the connection is not safe: browsers keep from such pages what they would read with. */
import type { ReactNode } from 'react';
import { shellWords } from '../i18n/shell.ts';

export function UnsafePage(): ReactNode {
  return (
    <main className="page">
      <h1 className="page-title">{shellWords.unsafe}</h1>
      <p>{shellWords.unsafeRest}</p>
    </main>
  );
}
