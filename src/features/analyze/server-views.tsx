/** The views of reading on a server, which few devices need: their code comes when they are shown. */
import { LateView } from './late-view.tsx';
import type { ServerProblemViewProps } from './server-problem-view.tsx';
import type { TextConsentProps } from './text-consent.tsx';
import type { ServerOfferProps } from '../../ui/server-offer.tsx';
import type { ServerWaitingProps } from '../../ui/server-waiting.tsx';

export function ServerOffer(props: ServerOfferProps) {
  const load = async () => (await import('../../ui/server-offer.tsx')).ServerOffer;
  return <LateView name="server-offer" load={load} props={props} />;
}

export function TextConsent(props: TextConsentProps) {
  const load = async () => (await import('./text-consent.tsx')).TextConsent;
  return <LateView name="text-consent" load={load} props={props} />;
}

export function ServerProblem(props: ServerProblemViewProps) {
  const load = async () => (await import('./server-problem-view.tsx')).ServerProblemView;
  return <LateView name="server-problem" load={load} props={props} />;
}

export function ServerWaiting(props: ServerWaitingProps) {
  const load = async () => (await import('../../ui/server-waiting.tsx')).ServerWaiting;
  return <LateView name="server-waiting" load={load} props={props} />;
}
