/** How the reader does on this device, and the same as a report to copy. */
import { useId, useState } from 'react';
import { diagnosticsWords } from '../../i18n/diagnostics.ts';
import { Button } from '../../ui/button.tsx';
import { LiveRegion } from '../../ui/live-region.tsx';
import { useFocusWhenShown } from '../../ui/use-focus-when-shown.ts';
import { diagnosticReport } from './diagnostic-report.ts';
import type { DiagnosticRow } from './diagnostic-rows.ts';
import { useDiagnostics } from './use-diagnostics.ts';
import type { Diagnostics, DiagnosticsProps } from './use-diagnostics.ts';

export function DiagnosticsSection(props: DiagnosticsProps) {
  const { rows, comparing } = useDiagnostics(props);
  const { copied, uncopied, copy } = useCopy();

  return (
    <section className="page-section" aria-labelledby="diagnostics-title">
      <h2 id="diagnostics-title" className="settings-heading">
        {diagnosticsWords.title}
      </h2>
      <p className="small">{diagnosticsWords.intro}</p>
      <Rows rows={rows} />
      <div className="page-actions">
        <Button onClick={() => void copy(diagnosticReport(rows, Date.now()))}>{diagnosticsWords.copy}</Button>
        {comparing.isPossible && <Compare comparing={comparing} />}
        {copied !== '' && <p className="small">{copied}</p>}
      </div>
      {uncopied !== null && <ByHand report={uncopied} />}
      <LiveRegion message={copied} />
    </section>
  );
}

function Rows({ rows }: { rows: readonly DiagnosticRow[] }) {
  return (
    <dl className="diagnostics">
      {rows.map(({ term, lines }) => (
        <div key={term} className="diagnostic">
          <dt>{term}</dt>
          {lines.map((line) => (
            <dd key={line}>{line}</dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

interface Copy {
  /** Said once it is copied. */
  copied: string;
  /** The report that the browser did not let be copied. */
  uncopied: string | null;
  copy: (report: string) => Promise<void>;
}

function useCopy(): Copy {
  const [copied, setCopied] = useState('');
  const [uncopied, setUncopied] = useState<string | null>(null);
  return {
    copied,
    uncopied,
    async copy(report) {
      setCopied('');
      setUncopied(null);
      try {
        await navigator.clipboard.writeText(report);
        setCopied(diagnosticsWords.copied);
      } catch {
        setUncopied(report);
      }
    },
  };
}

/** The report in a box, selected, where the browser keeps the clipboard to itself. */
function ByHand({ report }: { report: string }) {
  const box = useFocusWhenShown<HTMLTextAreaElement>();
  const noteId = useId();
  return (
    <>
      <p id={noteId} className="small diagnostics-note">
        {diagnosticsWords.copyByHand}
      </p>
      <textarea
        ref={box}
        className="diagnostics-report"
        aria-label={diagnosticsWords.reportName}
        aria-describedby={noteId}
        rows={12}
        readOnly
        value={report}
        onFocus={(event) => event.currentTarget.select()}
      />
    </>
  );
}

function Compare({ comparing }: Pick<Diagnostics, 'comparing'>) {
  const { isRunning, isDone, error, start, stop } = comparing;
  const said = error === null && isDone ? diagnosticsWords.compared : (error?.message ?? '');
  return (
    <>
      {/* One button, so that it keeps the focus. */}
      <Button onClick={isRunning ? stop : start}>
        {isRunning ? diagnosticsWords.stopComparing : diagnosticsWords.compare}
      </Button>
      <p className="small">{isRunning ? diagnosticsWords.comparing : said || diagnosticsWords.compareNote}</p>
      <LiveRegion message={isRunning ? diagnosticsWords.comparing : said} />
    </>
  );
}
