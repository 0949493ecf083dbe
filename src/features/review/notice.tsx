/** A sentence in the place of what is not there, and what can be done about it. */
import type { ReactNode, Ref } from 'react';

interface NoticeProps {
  title: string;
  rest?: string;
  /** Of the sentence, to give it the focus. */
  ref?: Ref<HTMLParagraphElement>;
  children?: ReactNode;
}

export function Notice({ title, rest, ref, children }: NoticeProps) {
  return (
    <div className="review-notice">
      <p ref={ref} tabIndex={-1} className="review-notice-title">
        {title}
      </p>
      {rest !== undefined && <p className="page-intro">{rest}</p>}
      {children !== undefined && <p className="page-actions">{children}</p>}
    </div>
  );
}
