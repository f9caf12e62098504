import { early } from './begun';
import { parsed } from './digits';
import { heard, unheard, unlessSilent, Unreachable } from './reach';
import type { components } from './schema';

export type AuditEvent = components['schemas']['Event'];
export type EventPage = components['schemas']['EventPage'];
export type Stats = components['schemas']['Stats'];
export type Values = components['schemas']['Values'];
export type Heads = components['schemas']['Heads'];
export type Organization = components['schemas']['Organization'] & { id: string };
export type Key = components['schemas']['Key'];

/** What the server said instead of an answer: RFC 9457 with our stable code. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly requestId: string | null = null,
    /** Of forms: which member is wrong, and how. */
    readonly faults: { member: string; detail: string }[] = [],
  ) {
    super(message);
  }
}

export { Unreachable };

/** Whether nothing was done because the session had ended. */
export function isSignedOut(fault: unknown): boolean {
  return fault instanceof Problem && fault.status === 401;
}

let csrf = '';
const awaitingSignIn = new Set<() => void>();

/** Keeps what proves that a change was asked for by this page and no other. Questions that wait for somebody to sign in go on. */
export function keepCsrf(token: string): void {
  csrf = token;
  awaitingSignIn.forEach((goOn) => goOn());
  awaitingSignIn.clear();
}

function untilSignedIn(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    awaitingSignIn.add(resolve);
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

const signedOut = new Set<() => void>();

/** Calls back when the server no longer knows who asks. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

export interface Ask {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** Whether a 401 is an answer and no end of the session. */
  anonymous?: boolean;
}

/**
 * The raw answer; throws a [[Problem]] where it is none of 2xx, [[Unreachable]] where there is none. When the session has ended a
 * question waits until somebody has signed in again; a change is for whoever asked for it to ask again.
 */
export async function ask(path: string, options: Ask = {}): Promise<Response> {
  const { method = 'GET', body, signal, anonymous } = options;
  const session = csrf;
  const headers: Record<string, string> = {};
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  if (method !== 'GET' && csrf) {
    headers['X-Indelible-CSRF'] = csrf;
  }
  const send = (stop?: AbortSignal) =>
    fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(stop ? { signal: stop } : {}),
    });
  let response: Response;
  try {
    // A change is never given up: nobody would know whether it was made.
    response = method === 'GET' ? await unlessSilent(async (stop) => (await early(path)) ?? (await send(stop)), signal) : await send(signal);
  } catch (error) {
    if (signal?.aborted) {
      throw error;
    }
    unheard();
    throw new Unreachable('no connection');
  }
  heard();
  if (!response.ok) {
    const problem = await problemOf(response);
    if (response.status === 401 && !anonymous) {
      const isOver = session === csrf;
      if (isOver) {
        signedOut.forEach((listener) => listener());
      }
      if (method === 'GET' && session !== '') {
        await (isOver ? untilSignedIn(signal) : undefined);
        return ask(path, options);
      }
    }
    throw problem;
  }
  return response;
}

async function problemOf(response: Response): Promise<Problem> {
  const requestId = response.headers.get('X-Request-Id');
  try {
    const document = (await response.json()) as {
      code?: string;
      detail?: string;
      title?: string;
      faults?: { member: string; detail: string }[];
    };
    return new Problem(
      response.status,
      document.code ?? `http-${response.status}`,
      document.detail ?? document.title ?? response.statusText,
      requestId,
      document.faults ?? [],
    );
  } catch {
    return new Problem(response.status, `http-${response.status}`, response.statusText, requestId);
  }
}

/** The answer's JSON. */
export async function call<T>(path: string, options: Ask = {}): Promise<T> {
  const response = await ask(path, options);
  return response.status === 204 ? (undefined as T) : (parsed(await response.text()) as T);
}

/** A path with query parameters; empty ones are left out, lists are repeated. */
export function address(path: string, parameters: Record<string, string | number | readonly string[] | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== '') {
        query.append(name, String(one));
      }
    }
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
