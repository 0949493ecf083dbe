/** A view of Read that few people see: its code comes when it is first shown. */
import { useQuery } from '@tanstack/react-query';
import { createElement } from 'react';
import type { ComponentType } from 'react';
import { UndertoneError } from '#core/contracts/errors';
import { readWords } from '../../i18n/read.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';

interface LateViewProps<Props> {
  /** One for each view. */
  name: string;
  load: () => Promise<ComponentType<Props>>;
  props: Props;
}

export function LateView<Props extends object>({ name, load, props }: LateViewProps<Props>) {
  const view = useQuery({
    queryKey: ['view', name],
    queryFn: load,
    gcTime: Infinity,
    structuralSharing: false,
  });
  if (view.data !== undefined) return createElement(view.data, props);
  if (view.error === null) return null;
  const { message, remedy } = new UndertoneError('place-unavailable');
  return (
    <ProblemNotice
      message={message}
      remedy={remedy}
      action={readWords.tryAgain}
      onAction={() => void view.refetch()}
    />
  );
}
