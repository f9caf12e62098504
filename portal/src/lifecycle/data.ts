import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { address, call, type Ask, type Stats } from '../api/client';
import type { components } from '../api/schema';

type Schemas = components['schemas'];
export type Retention = Schemas['Retention'];
export type Rule = NonNullable<Retention['rules']>[number];
export type Hold = Schemas['Hold'];
export type Erasure = Schemas['Erasure'];

export const FIELDS = ['category', 'operation', 'service'] as const;
export type RuleField = (typeof FIELDS)[number];
export const VALUES: Record<RuleField, readonly string[]> = {
  category: ['admin-activity', 'data-access', 'system-event', 'policy-denied', 'sign-in'],
  operation: ['create', 'read', 'update', 'delete', 'execute', 'other'],
  service: [],
};
export const DAYS_MAX = 36_525;
export const RULES_MAX = 64;

/** Where so many days are on a scale of one to [[DAYS_MAX]] days, 0 to 1: each step of it is as many times as long. */
export function onScale(days: number): number {
  return Math.min(1, Math.max(0, Math.log(days) / Math.log(DAYS_MAX))) || 0;
}

/** Lengths that people know, to read the scale by. */
export const KNOWN_DAYS = { month: 30, year: 365, years: 3_652 } as const;

const RUNNING_MILLIS = 500;

export function useRetention(organization: string, isAsked = true) {
  return useQuery({
    queryKey: ['lifecycle', 'retention', organization],
    queryFn: ({ signal }) => call<Retention>(address('/v1/retention', { organization }), { signal }),
    enabled: isAsked,
  });
}

/** What a retention would remove now, asked before it is set. */
export function useRetentionPreview(retention: Retention, isAsked: boolean) {
  return useQuery({
    queryKey: ['lifecycle', 'retention-preview', retention],
    queryFn: ({ signal }) => call<Retention>('/v1/retention?dry=true', { method: 'PUT', body: retention, signal }),
    enabled: isAsked,
    retry: false,
    staleTime: 0,
  });
}

export function useHolds(organization: string) {
  return useQuery({
    queryKey: ['lifecycle', 'holds', organization],
    queryFn: async ({ signal }) => (await call<{ holds: Hold[] }>(address('/v1/holds', { organization }), { signal })).holds,
  });
}

/** How many stored events a query of a hold finds; `*` is everything. */
export function useFound(organization: string, query: string, isAsked = true) {
  return useQuery({
    queryKey: ['lifecycle', 'found', organization, query],
    queryFn: ({ signal }) => call<Stats>(address('/v1/events/stats', { organization, q: query === '*' ? undefined : query }), { signal }),
    enabled: isAsked,
    retry: false,
  });
}

/** All erasures; asked again while one runs, so that its progress is seen. */
export function useErasures(organization: string) {
  return useQuery({
    queryKey: ['lifecycle', 'erasures', organization],
    queryFn: async ({ signal }) => (await call<{ erasures: Erasure[] }>(address('/v1/erasures', { organization }), { signal })).erasures,
    refetchInterval: (query) => (query.state.data?.some((one) => one.status === 'running') ? RUNNING_MILLIS : false),
  });
}

/** A change; what is shown of the lifecycle is asked for anew when it is made. */
export function useLifecycleChange<T = unknown>(done?: (answer: T) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, ...ask }: Ask & { path: string }) => call<T>(path, ask),
    onSuccess: async (answer) => {
      done?.(answer);
      await client.invalidateQueries({ queryKey: ['lifecycle'] });
    },
  });
}

export function ruleField(rule: Rule): RuleField {
  return FIELDS.find((field) => rule[field] !== undefined) ?? 'category';
}

/** Whether what Indelible writes itself may fit and stays longer than this says. */
export function keepsOwnLonger({ service, bodyDays }: { service?: string; bodyDays: number }, recordDays = 0): boolean {
  return bodyDays < recordDays && (service === undefined || service.trim().toLowerCase() === 'indelible');
}

/** What the preview is about, and whether it can be asked at all. */
export function isComplete(retention: Retention): boolean {
  const isDays = (days: number | undefined) => Number.isInteger(days) && (days ?? 0) >= 1 && (days ?? 0) <= DAYS_MAX;
  return isDays(retention.bodyDays) && (retention.rules ?? []).every((rule) => isDays(rule.bodyDays) && (rule[ruleField(rule)] ?? '').trim() !== '');
}
