/** The views of reading on a server, which few devices need: their code comes when they are shown. */
import { LateView } from './late-view.tsx';
import type { ServerConsentProps } from './server-consent.tsx';
import type { ServerProblemViewProps } from './server-problem-view.tsx';
import type { ServerWaitingProps } from '../../ui/server-waiting.tsx';

export function ServerConsent(props: ServerConsentProps) {
  const load = async () => (await import('./server-consent.tsx')).ServerConsent;
  return <LateView name="server-consent" load={load} props={props} />;
}

export function ServerProblem(props: ServerProblemViewProps) {
  const load = async () => (await import('./server-problem-view.tsx')).ServerProblemView;
  return <LateView name="server-problem" load={load} props={props} />;
}

export function ServerWaiting(props: ServerWaitingProps) {
  const load = async () => (await import('../../ui/server-waiting.tsx')).ServerWaiting;
  return <LateView name="server-waiting" load={load} props={props} />;
}
