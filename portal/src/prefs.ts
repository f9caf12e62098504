import { useSyncExternalStore } from 'react';

/* What is remembered on this device, in one place. Storage may be forbidden; then it lasts as long as the page. */

const memory = new Map<string, string>();
const listeners = new Set<() => void>();

function read(name: string): string | null {
  try {
    return localStorage.getItem(name) ?? memory.get(name) ?? null;
  } catch {
    return memory.get(name) ?? null;
  }
}

function write(name: string, value: string): void {
  memory.set(name, value);
  try {
    localStorage.setItem(name, value);
  } catch {
    // Kept in memory.
  }
  listeners.forEach((listener) => listener());
}

/** Not for rendering. */
export function preference(name: string, otherwise: string): string {
  return read(name) ?? otherwise;
}

export function remember(name: string, value: string): void {
  write(name, value);
}

/** A remembered text and how to change it. */
export function usePreference(name: string, otherwise: string): [string, (value: string) => void] {
  const value = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => read(name) ?? otherwise,
  );
  return [value, (next) => write(name, next)];
}
