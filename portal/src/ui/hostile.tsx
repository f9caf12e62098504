import { useMemo } from 'react';
import { marked } from './marked';

export { marked } from './marked';

/** A text that came with an event: shown, never run, in its own direction. */
export function Hostile({ text, lines }: { text: string; lines?: boolean }) {
  const shown = useMemo(() => marked(text, lines), [text, lines]);
  return <bdi>{shown}</bdi>;
}
