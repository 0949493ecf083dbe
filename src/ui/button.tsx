/** The two kinds of button: outlined, and underlined like a link. */
import type { ComponentProps } from 'react';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'className' | 'disabled'> {
  kind?: 'outlined' | 'text';
  /** Takes no press for now, but keeps the focus and can still be found. */
  inactive?: boolean;
}

/** A button of ink. An inactive one stays focusable, so that nobody's focus is lost when it turns inactive. */
export function Button({ kind = 'outlined', inactive = false, onClick, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type="button"
      className={kind === 'outlined' ? 'button' : 'text-button'}
      aria-disabled={inactive || undefined}
      onClick={inactive ? undefined : onClick}
    />
  );
}
