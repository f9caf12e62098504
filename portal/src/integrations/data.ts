import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
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
  by: string;
  started: string;
  delivered: number;
  done: number;
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
  attempts: number;
  lastConfirmed: string | null;
  lastError: Failed | null;
  nextTry: string | null;
  paused: { by: string; since: string; reason: string } | null;
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

export function settingsOf(integration: Integration): Settings {
  return integration[integration.type] ?? {};
}

/** Where events go, for people. */
export function addressOf(integration: Integration): string {
  const settings = settingsOf(integration);
  const port = settings['port'] === undefined ? '' : `:${String(settings['port'])}`;
  return String(settings['endpoint'] ?? (settings['host'] === undefined ? (settings['name'] ?? '') : `${String(settings['host'])}${port}`));
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
const history = new Map<string, Point[]>();

/** The lag of each as it was seen while this portal is open; the server keeps no history of it. */
export function useLagHistory(integrations: Integration[] | undefined, atMillis: number): ReadonlyMap<string, Point[]> {
  const [seen, setSeen] = useState(0);
  useEffect(() => {
    for (const one of integrations ?? []) {
      const points = history.get(one.id) ?? [];
      if (points.at(-1)?.atMillis !== atMillis) {
        history.set(one.id, [...points, { atMillis, seconds: one.status.lagSeconds }].slice(-KEPT_POINTS));
      }
    }
    setSeen(atMillis);
  }, [integrations, atMillis]);
  return seen >= 0 ? history : history;
}
