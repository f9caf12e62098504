import type { ComponentProps } from 'react';

/** A button that keeps the focus while it is busy with what it does: one that is disabled loses it. */
export function ActButton({ isBusy, onClick, ...others }: ComponentProps<'button'> & { isBusy: boolean }) {
  return <button type="button" {...others} aria-disabled={isBusy || undefined} onClick={isBusy ? undefined : onClick} />;
}
