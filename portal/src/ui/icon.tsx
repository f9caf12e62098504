import type { ComponentType } from 'react';

type TablerIcon = ComponentType<{ className?: string; 'aria-hidden'?: boolean; stroke?: number | string; size?: number | string }>;

/** An icon beside its word; alone it needs a name on the button around it. */
export function Icon({ of: Glyph, small, className }: { of: TablerIcon; small?: boolean; className?: string }) {
  return (
    <Glyph
      className={'i' + (small ? ' s' : '') + (className ? ' ' + className : '')}
      aria-hidden
      stroke={1.75}
      size={small ? 14 : 16}
    />
  );
}
