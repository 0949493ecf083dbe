/** Boot only: the meter, the styles, the engine, the app, the service worker. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { baseUrl } from './app/router.ts';
import { detectCapability } from './engine/capability.ts';
import { restoreConsent } from './engine/consent.ts';
import { installMeter } from './engine/install-meter.ts';
import { createPageEngine } from './engine/page-engine.ts';
import { sentMeter } from './engine/sent-meter.ts';
import { createReaderControl } from './features/analyze/reader-control.ts';
import { registerServiceWorker } from './pwa/register.ts';
import './ui/tokens.css';
import './ui/base.css';
import './ui/controls.css';
import './ui/tone.css';
import './ui/page.css';

// First of all, so that nothing leaves uncounted.
installMeter(window, sentMeter);

const root = document.getElementById('root');

if (root !== null && !restoreConsent()) {
  const capability = detectCapability();
  const control = createReaderControl(createPageEngine(capability, baseUrl));
  createRoot(root).render(
    <StrictMode>
      <App control={control} capability={capability} />
    </StrictMode>,
  );
  registerServiceWorker(baseUrl);
}
