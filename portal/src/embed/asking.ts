import type { AuditEvent, EventPage, Stats } from '../api/client';
import { parsed } from '../api/digits';

/** The token is over or was never valid: the page has to bring another. */
export class TokenNeeded extends Error {}

/** What the server said instead of an answer. */
export class Refused extends Error {
  constructor(message: string, readonly code: string) {
    super(message);
  }
}

/** Asks the server with the viewer token; no cookie goes along. */
export class Asking {
  constructor(private readonly server: string, private readonly token: string) {}

  async page(question: URLSearchParams, cursor: string | null, signal: AbortSignal): Promise<EventPage> {
    const asked = new URLSearchParams(question);
    asked.set('limit', '50');
    if (cursor) {
      asked.set('cursor', cursor);
    }
    // As the portal does: a change says 17.50, not 17.5.
    return parsed(await (await this.get(`/v1/events?${asked.toString()}`, signal)).text()) as EventPage;
  }

  async total(question: URLSearchParams, signal: AbortSignal): Promise<number> {
    return ((await (await this.get(`/v1/events/stats?${question.toString()}`, signal)).json()) as Stats).total ?? 0;
  }

  async proof(event: AuditEvent, signal: AbortSignal): Promise<string> {
    return (await this.get(`/v1/events/${encodeURIComponent(event.id ?? '')}/proof`, signal)).text();
  }

  private async get(path: string, signal: AbortSignal): Promise<Response> {
    const response = await fetch(this.server + path, {
      headers: { Authorization: `Bearer ${this.token}` },
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal,
    });
    if (response.status === 401) {
      throw new TokenNeeded('the viewer token is over');
    }
    if (!response.ok) {
      const problem = (await response.json().catch(() => ({}))) as { code?: string; detail?: string };
      throw new Refused(problem.detail ?? response.statusText, problem.code ?? '');
    }
    return response;
  }
}

export interface Sealed {
  number: number;
  log: string;
  size: number;
}

/** What a C2SP tlog-proof says: `index N`, and the first two lines of the checkpoint after the empty line. */
export function sealedBy(proof: string): Sealed | null {
  const [head, note] = proof.split(/\n\n(.*)/s);
  const number = /^index (\d+)$/m.exec(head ?? '')?.[1];
  const [log, size] = (note ?? '').split('\n');
  return number === undefined || !log || !/^\d+$/.test(size ?? '') ? null : { number: Number(number), log, size: Number(size) };
}
