/** What stands in the verdict's place where the server could not read. */
import { serverKey } from '../../engine/server/server-session.ts';
import { LiveRegion } from '../../ui/live-region.tsx';
import { spokenServerProblem } from '../../ui/server-problem-words.ts';
import { ServerProblem } from '../../ui/server-problem.tsx';
import type { ServerProblemProps } from '../../ui/server-problem.tsx';
import { useSpoken } from './use-spoken.ts';

export function ServerProblemView(props: ServerProblemProps) {
  const spoken = useSpoken(spokenServerProblem(props.error, serverKey() !== null));
  return (
    <>
      <ServerProblem {...props} />
      <LiveRegion message={spoken} />
    </>
  );
}
