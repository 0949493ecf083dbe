/** How the pictures of a run are drawn, kept for the next visit. */
import { useState } from 'react';
import type { ReportSettings } from '#core/contracts/run';
import { loadReportSettings, saveReportSettings } from '../../../storage/report-settings.ts';

/** For a component that is made anew for another run. */
export function useReportSettings(runId: string): [ReportSettings, (settings: ReportSettings) => void] {
  const [settings, setSettings] = useState(() => loadReportSettings(runId));
  return [
    settings,
    (next) => {
      setSettings(next);
      saveReportSettings(runId, next);
    },
  ];
}
