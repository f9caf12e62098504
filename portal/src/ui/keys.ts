import { useEffect, useRef } from 'react';
import { preference } from '../prefs';

export type KeyMap = Record<string, ((event: KeyboardEvent) => void) | undefined>;

const SEQUENCE_MILLIS = 1000;

/**
 * Keys of a page. Single keys work outside fields only and can be switched off; `ctrl+k` works everywhere; `g e` is one
 * after another. A handler that finds nothing to do may leave the event alone.
 */
export function useKeys(keys: KeyMap, dependencies: readonly unknown[] = [], enabled = true): void {
  const first = useRef<{ key: string; at: number } | null>(null);
  useEffect(() => {
    if (!enabled) {
      return undefined;
    }
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented) {
        return;
      }
      const name = nameOf(event);
      if (event.ctrlKey || event.metaKey || event.altKey) {
        run(keys[name], event);
        return;
      }
      if (isTyping(event.target) || preference('single-keys', 'on') === 'off' || document.querySelector('[role=dialog][aria-modal=true]')) {
        return;
      }
      const before = first.current;
      first.current = null;
      if (before && performance.now() - before.at < SEQUENCE_MILLIS && keys[`${before.key} ${name}`]) {
        run(keys[`${before.key} ${name}`], event);
      } else if (keys[name]) {
        run(keys[name], event);
      } else if (Object.keys(keys).some((key) => key.startsWith(name + ' '))) {
        first.current = { key: name, at: performance.now() };
      }
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [enabled, ...dependencies]);
}

function run(handler: KeyMap[string], event: KeyboardEvent): void {
  if (handler) {
    event.preventDefault();
    handler(event);
  }
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return (event.ctrlKey || event.metaKey ? 'ctrl+' : '') + (event.altKey ? 'alt+' : '') + key;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
