import { useSyncExternalStore } from 'react';

/* Whether the server answers. Each answer tells; while none comes, it is asked whether it lives. */

const PATIENCE_MILLIS = 3_000;
const LOOK_MILLIS = 2_000;
/** A page that is seen and asks for nothing looks so often whether the server is still there. */
const QUIET_MILLIS = 4_000;

let lastHeardMillis = Date.now();
let isAway = false;
let looking: Promise<boolean> | null = null;
const changed = new Set<() => void>();
const returned = new Set<() => void>();

/** No answer at all: the network or the server is away. */
export class Unreachable extends Error {}

/** An answer came, whatever it says. */
export function heard(): void {
  lastHeardMillis = Date.now();
  if (isAway) {
    isAway = false;
    changed.forEach((listener) => listener());
    returned.forEach((listener) => listener());
  }
}

/** Something was asked, and there was no answer. */
export function unheard(): void {
  if (!isAway) {
    isAway = true;
    changed.forEach((listener) => listener());
    void lookAgain();
  }
}

/** Asks whether the server lives. */
export async function look(): Promise<void> {
  if (!(await lives())) {
    unheard();
  }
}

async function lookAgain(): Promise<void> {
  while (isAway && !(await lives())) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MILLIS));
  }
}

/** Whether the server says that it lives; asked once at a time. */
function lives(): Promise<boolean> {
  looking ??= fetch('/health/live', { cache: 'no-store', signal: AbortSignal.timeout(LOOK_MILLIS) })
    .then((response) => response.text())
    .then(
      () => {
        heard();
        return true;
      },
      () => false,
    )
    .finally(() => (looking = null));
  return looking;
}

/** The answer; fails where the server has fallen silent, for this and for whether it lives. One that only takes long is waited for. */
export async function unlessSilent<T>(asked: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
  const stop = new AbortController();
  const stopped = new Promise<never>((_, reject) => stop.signal.addEventListener('abort', () => reject(stop.signal.reason as Error)));
  const cancelled = () => stop.abort(signal?.reason);
  if (signal?.aborted) {
    cancelled();
  }
  signal?.addEventListener('abort', cancelled);
  const watch = setInterval(() => {
    if (Date.now() - lastHeardMillis >= PATIENCE_MILLIS) {
      void lives().then((is) => is || stop.abort(new Unreachable('no answer')));
    }
  }, PATIENCE_MILLIS);
  try {
    return await Promise.race([asked(stop.signal), stopped]);
  } finally {
    clearInterval(watch);
    signal?.removeEventListener('abort', cancelled);
  }
}

/** Calls when the server answers again. */
export function onReturn(listener: () => void): () => void {
  returned.add(listener);
  return () => returned.delete(listener);
}

/** Since when there has been no answer; null while there is one. */
export function useAway(): number | null {
  return useSyncExternalStore(
    (listener) => {
      changed.add(listener);
      return () => changed.delete(listener);
    },
    () => (isAway ? lastHeardMillis : null),
  );
}

/** The browser tells first that there is no network, and that there is one again; that the server is away one has to find out. */
export function watchNetwork(): void {
  setInterval(() => {
    if (!isAway && document.visibilityState === 'visible' && Date.now() - lastHeardMillis >= QUIET_MILLIS) {
      void look();
    }
  }, QUIET_MILLIS / 2);
  window.addEventListener('offline', unheard);
  window.addEventListener('online', () => void look());
}
