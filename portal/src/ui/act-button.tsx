import type { ComponentProps, MouseEvent } from 'react';

const ignore = (event: MouseEvent) => event.preventDefault();

/**
 * The button of whatever takes a while: as long as it is busy it ignores presses, Enter in a field of its form too, and keeps the focus, which a
 * button that is disabled loses. Disabled is only what cannot be done.
 */
export function ActButton({ isBusy, onClick, ...others }: ComponentProps<'button'> & { isBusy: boolean }) {
  return <button type="button" {...others} aria-disabled={isBusy || undefined} onClick={isBusy ? ignore : onClick} />;
}
