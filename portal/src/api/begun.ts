import { parsed } from './digits';

/* What `first.js` asked while the scripts were on their way. */

const begun = (globalThis as { begun?: Record<string, Promise<Response | null>> }).begun ?? {};
const startMillis = (globalThis as { begunMillis?: number }).begunMillis ?? 0;
const come = new Map<string, unknown>();

/** Waits so long at most for the answers, so that the first view is drawn once, with what it shows. */
export async function gather(patienceMillis: number): Promise<void> {
  const all = Promise.all(Object.entries(begun).map(async ([path, answer]) => {
    const response = await answer;
    if (response?.ok) {
      come.set(path, parsed(await response.clone().text()));
    }
  }));
  const enough = new Promise<void>((resolve) => setTimeout(resolve, patienceMillis));
  await Promise.race([all.catch(() => undefined), enough]);
}

/** The answers that have come, once: all, or `undefined` where one is missing. */
export function taken<T extends unknown[]>(...paths: { [K in keyof T]: string }): T | undefined {
  if (!paths.every((path) => come.has(path))) {
    return undefined;
  }
  const answers = paths.map((path) => come.get(path)) as T;
  paths.forEach((path) => {
    come.delete(path);
    delete begun[path];
  });
  return answers;
}

/** The answer that may still be coming, once. A refusal is one; that nobody is signed in may be over. */
export async function early(path: string): Promise<Response | null> {
  const response = (await begun[path]) ?? null;
  delete begun[path];
  come.delete(path);
  return response && (response.ok || response.status === 400) ? response : null;
}

/** What was asked for longer ago than this was not for what is shown now: somebody had to sign in first. */
const CURRENT_MILLIS = 60_000;

/** From when the ranges of what is asked now count: as long as rows are on their way, from when they were asked for. */
export function askedFromMillis(): number {
  const nowMillis = Date.now();
  const isOnItsWay = Object.keys(begun).some((path) => path.startsWith('/v1/events?')) && nowMillis - startMillis < CURRENT_MILLIS;
  return isOnItsWay ? startMillis : nowMillis;
}
