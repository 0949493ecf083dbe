/** Boot only: the meter, the policy, the service worker, the engine, the app. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { createLatePlaces, createRunsLoader } from './app/late-places.ts';
import { baseUrl, goTo, settleLinks, shownPlace } from './app/router.ts';
import { UnsafePage } from './app/unsafe-page.tsx';
import { detectCapability } from './engine/capability.ts';
import { hasConsent, restoreConsent } from './engine/consent.ts';
import { installMeter } from './engine/install-meter.ts';
import { createPageEngine } from './engine/page-engine.ts';
import { sentMeter } from './engine/sent-meter.ts';
import { markStates } from './engine/start-marks.ts';
import { createReaderControl } from './features/analyze/reader-control.ts';
import { badgeEndOfWork } from './pwa/badge.ts';
import { guardPage } from './pwa/guard.ts';
import { watchInstallation } from './pwa/installation.ts';
import { intake, receive } from './pwa/intake.ts';
import { keepReader } from './pwa/offline-ready.ts';
import { narrowPolicy } from './pwa/page-policy.ts';
import { registerServiceWorker } from './pwa/service-worker.ts';
import { tableIntake } from './pwa/table-intake.ts';
import { work } from './pwa/work.ts';
import { loadDraft } from './storage/draft.ts';
import { onReaderChosen, ownModelInUse } from './storage/own-model.ts';
import './ui/tokens.css';
import './ui/base.css';
import './ui/controls.css';
import './ui/tone.css';
import './ui/page.css';

// First of all, so that nothing leaves uncounted.
installMeter(window, sentMeter);

const root = document.getElementById('root');

narrowPolicy(baseUrl);
settleLinks();

if (root !== null && !isSecureContext) createRoot(root).render(<UnsafePage />);
else if (root !== null && !restoreConsent()) {
  watchInstallation();
  badgeEndOfWork(work);
  const registered = registerWhenDue();
  const isUntouched = () => loadDraft() === '' && intake.get() === null;
  const capability = detectCapability();
  const engine = createPageEngine(capability, baseUrl, ownModelInUse);
  markStates(engine);
  const control = createReaderControl(engine, guardPage({ registered, isUntouched }));
  onReaderChosen((isErased) => (isErased ? engine.letGo() : engine.reopen()));
  engine.subscribe(() => {
    if (engine.state.kind === 'ready' && !hasConsent()) void keepReader(engine.status.rung);
  });
  const loadRuns = createRunsLoader(engine);
  const latePlaces = createLatePlaces(loadRuns);
  tableIntake.subscribe(() => {
    if (tableIntake.get()?.file instanceof File) goTo('files');
  });
  void receive(baseUrl, () => shownPlace() === 'files');
  createRoot(root).render(
    <StrictMode>
      <App control={control} capability={capability} latePlaces={latePlaces} loadRuns={loadRuns} />
    </StrictMode>,
  );
}

/** Where the host isolates the page, its files for offline use can wait until the first view is there. */
async function registerWhenDue(): Promise<ServiceWorkerRegistration | null> {
  if (crossOriginIsolated && document.readyState !== 'complete') {
    await new Promise((resolve) => {
      addEventListener('load', resolve, { once: true });
    });
  }
  return registerServiceWorker(baseUrl);
}
