import { useSyncExternalStore } from 'react';
import { isSignedOut, Problem } from '../api/client';
import { problemText, t } from '../i18n';
import { download, saveFile, type Done, type Progress } from './download-run';

/* Downloads outlive the dialog and the page that began them; they end with the tab. */

export interface Download {
  id: number;
  name: string;
  /** How many events are expected. */
  total: number;
  /** Whether the rows of the file are events. */
  isCounted: boolean;
  /** Whether the dialog that began it is open, and shows it. */
  isWatched: boolean;
  state: { is: 'running'; progress: Progress; startMillis: number } | { is: 'done'; done: Done } | { is: 'broken'; message: string };
  cancel(): void;
}

const TOLD_MILLIS = 100;

let all: readonly Download[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function put(next: readonly Download[]): void {
  all = next;
  listeners.forEach((listener) => listener());
}

function change(id: number, change: Partial<Download>): void {
  put(all.map((one) => (one.id === id ? { ...one, ...change } : one)));
}

export function useDownloads(): readonly Download[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => all,
  );
}

/** Begins one; the file is saved when it is whole. */
export function begin({ path, name, total, headerRows, isCounted }: { path: string; name: string; total: number; headerRows: number; isCounted: boolean }): number {
  const id = nextId++;
  const abort = new AbortController();
  const startMillis = performance.now();
  const cancel = () => {
    abort.abort();
    forget(id);
  };
  put([...all, { id, name, total, isCounted, isWatched: true, state: { is: 'running', progress: { rows: 0, bytes: 0 }, startMillis }, cancel }]);
  let told = 0;
  download(path, name, abort.signal, (progress) => {
    if (performance.now() - told > TOLD_MILLIS) {
      told = performance.now();
      change(id, { state: { is: 'running', progress, startMillis } });
    }
  }).then(
    (done) => {
      saveFile(done.blob, done.name);
      change(id, { state: { is: 'done', done: { ...done, rows: done.rows - headerRows } } });
    },
    (error: unknown) => change(id, { state: { is: 'broken', message: error instanceof Problem && !isSignedOut(error) ? problemText(error) : t('download.broken') } }),
  );
  return id;
}

/** The dialog is closed: what has ended was seen, what runs goes on. */
export function unwatch(): void {
  put(all.filter((one) => !one.isWatched || one.state.is === 'running').map((one) => ({ ...one, isWatched: false })));
}

export function forget(id: number): void {
  put(all.filter((one) => one.id !== id));
}
