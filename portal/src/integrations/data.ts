import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { address, call, Problem, type Ask } from '../api/client';

/* Destinations and their truth, as /v1/integrations tells it. */

export type Kind = 'webhook' | 'splunk' | 'syslog' | 'file';
export const KINDS: Kind[] = ['webhook', 'splunk', 'syslog', 'file'];

export interface Failed {
  time: string;
  kind: string;
  status: number;
  reason: string;
  excerpt: string;
}

export interface Replay {
  id: string;
  state: string;
  deliveryState: State;
  by: string;
  started: string;
  delivered: number;
  done: number;
  leftOut: { skipped: number; expired: number; refused: number };
  lastError: Failed | null;
}

export type State = 'active' | 'retrying' | 'needs-attention' | 'suspended' | 'paused';

export interface Status {
  state: State;
  healthy: boolean;
  since: string;
  guarantee: 'stored' | 'accepted' | 'sent';
  trouble: string | null;
  lagEvents: number;
  lagSeconds: number;
  confirmedTo: number;
  waiting: number;
  delivered: number;
  parked: number;
  sending: number;
  attempts: number;
  lastConfirmed: string | null;
  lastError: Failed | null;
  nextTry: string | null;
  paused: { by: string; since: string; reason: string; declared: boolean } | null;
  leaving: boolean;
  replays: Replay[];
}

export type Settings = Record<string, unknown>;

export interface Integration {
  id: string;
  organization: string | null;
  name: string;
  type: Kind;
  enabled: boolean;
  filter: string;
  changed: string;
  changedBy: string;
  declared: boolean;
  status: Status;
  webhook?: Settings;
  splunk?: Settings;
  syslog?: Settings;
  file?: Settings;
}

export interface Exchange {
  outcome: 'confirmed' | 'waiting' | 'transient' | 'config' | 'refused';
  request: string;
  response: string;
  phases: Record<string, number>;
  tls: string;
  meaning: string;
}

export interface Parked {
  destinationSequence: number;
  event: string;
  status: number;
  state: string;
  reason: string;
  excerpt: string;
  attempts: number;
  parked: string;
}

const REFRESH_MILLIS = 2_000;

export function useIntegrations(organization: string, enabled = true, refreshMillis = REFRESH_MILLIS) {
  return useQuery({
    queryKey: ['integrations', organization],
    queryFn: async ({ signal }) =>
      (await call<{ integrations: Integration[] }>(address('/v1/integrations', { organization }), { signal })).integrations,
    // A server that has no integrations will not get them while the page is open.
    refetchInterval: (query) => (query.state.error instanceof Problem && query.state.error.status === 404 ? false : refreshMillis),
    retry: false,
    enabled,
  });
}

/** A change of one; the list is asked for anew when it is made. */
export function useIntegrationChange<T = unknown>(done?: (answer: T) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, ...ask }: Ask & { path: string }) => call<T>(path, ask),
    onSuccess: async (answer) => {
      done?.(answer);
      await client.invalidateQueries({ queryKey: ['integrations'] });
      await client.invalidateQueries({ queryKey: ['parked'] });
    },
  });
}

/** What came of the last test of the settings that one has. */
export function useTested(id: string): { exchange: Exchange | undefined; keep: (exchange: Exchange) => void } {
  const client = useQueryClient();
  const queryKey = testedKey(id);
  const { data } = useQuery<Exchange>({ queryKey, queryFn: skipToken, staleTime: Infinity, gcTime: Infinity });
  return { exchange: data, keep: (exchange) => client.setQueryData(queryKey, exchange) };
}

/** Where the form leaves what came of testing the settings that it saves. */
export function testedKey(id: string): string[] {
  return ['tested', id];
}

export function settingsOf(integration: Integration): Settings {
  return integration[integration.type] ?? {};
}

/** Where events go, for people. */
export function addressOf(integration: Integration): string {
  const settings = settingsOf(integration);
  const port = settings['port'] === undefined ? '' : `:${String(settings['port'])}`;
  return String(settings['endpoint'] ?? (settings['host'] === undefined ? (settings['name'] ?? '') : `${String(settings['host'])}${port}`));
}

/** Parts after one another, of which only the last may end as a sentence does. */
export function listed(parts: (string | number | undefined)[]): string {
  const said = parts.filter(Boolean).map(String);
  return said.map((part, index) => (index < said.length - 1 ? part.replace(/\.$/, '') : part)).join(', ');
}

/** Trouble first, as it was when each was first seen: a line does not move while somebody works at it. */
export function useSteadyOrder(integrations: Integration[]): Integration[] {
  const places = useRef(new Map<string, number>());
  const fresh = integrations.filter((one) => !places.current.has(one.id)).sort(byTrouble);
  for (const one of fresh) {
    places.current.set(one.id, places.current.size);
  }
  return [...integrations].sort((one, other) => (places.current.get(one.id) ?? 0) - (places.current.get(other.id) ?? 0));
}

/** Trouble first, then by name. */
function byTrouble(one: Integration, other: Integration): number {
  return trouble(other) - trouble(one) || one.name.localeCompare(other.name);
}

const WEIGHT: Record<State, number> = { 'needs-attention': 5, suspended: 4, retrying: 3, paused: 1, active: 0 };

function trouble({ status }: Integration): number {
  return WEIGHT[status.state] * 2 + (status.parked > 0 ? 3 : 0);
}

/** Nothing fails, and nothing shows that anything arrives. */
export function isUntried({ status }: Integration): boolean {
  return status.state === 'active' && status.attempts === 0;
}

/** A pause is meant, and no failure. */
export function isFailing(state: State): boolean {
  return state === 'needs-attention' || state === 'suspended' || state === 'retrying';
}

export function needsLook({ status }: Integration): boolean {
  return isFailing(status.state) || status.parked > 0;
}

export interface Point {
  atMillis: number;
  seconds: number;
}

const KEPT_POINTS = 900;

const HISTORY_MINUTES = 1_440;
const MINUTE_MILLIS = 60_000;

interface LagHistory {
  from: string;
  stepSeconds: number;
  seconds: (number | null)[];
}

/** The lag of each over a day, minute by minute as the server kept it, and since then as it is seen here. */
export function useLagHistory(organization: string, integrations: Integration[] | undefined, atMillis: number): ReadonlyMap<string, Point[]> {
  const kept = useQuery({
    queryKey: ['lag', organization],
    queryFn: async ({ signal }) => {
      const path = address('/v1/integrations', { organization, lagMinutes: HISTORY_MINUTES });
      const answer = await call<{ integrations: (Integration & { lagHistory?: LagHistory })[] }>(path, { signal });
      return new Map(answer.integrations.map((one) => [one.id, pointsOf(one.lagHistory)]));
    },
    refetchInterval: MINUTE_MILLIS,
    retry: false,
  });
  const [seen, setSeen] = useState<ReadonlyMap<string, Point[]>>(new Map());
  useEffect(() => {
    setSeen((before) => new Map((integrations ?? []).map((one) => [one.id, [...(before.get(one.id) ?? []), { atMillis, seconds: one.status.lagSeconds }].slice(-KEPT_POINTS)])));
  }, [integrations, atMillis]);
  return useMemo(
    () =>
      new Map(
        [...seen].map(([id, points]) => {
          const past = kept.data?.get(id) ?? [];
          const lastMillis = past.at(-1)?.atMillis ?? 0;
          return [id, [...past, ...points.filter((one) => one.atMillis > lastMillis)]];
        }),
      ),
    [seen, kept.data],
  );
}

/** Minutes in which nobody looked have no point. */
export function pointsOf(history: LagHistory | undefined): Point[] {
  const fromMillis = Date.parse(history?.from ?? '');
  return (history?.seconds ?? []).flatMap((seconds, index) =>
    seconds === null ? [] : [{ atMillis: fromMillis + index * (history?.stepSeconds ?? 60) * 1000, seconds }],
  );
}

/** Points cut where nobody looked for longer than two minutes: nothing is known there, and no line is drawn. */
export function unbroken(points: Point[]): Point[][] {
  const parts: Point[][] = [];
  points.forEach((point, index) => {
    const before = points[index - 1];
    if (before && point.atMillis - before.atMillis <= 2 * MINUTE_MILLIS) {
      parts.at(-1)?.push(point);
    } else {
      parts.push([point]);
    }
  });
  return parts;
}
