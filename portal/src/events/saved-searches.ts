import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { address, call } from '../api/client';
import type { components } from '../api/schema';
import { t } from '../i18n';

export type SavedSearch = components['schemas']['SavedSearch'];

export interface Saving {
  id: string | null;
  name: string;
  q: string;
  from: string;
  to: string;
  columns: string[];
  shared: boolean;
}

/** Searches that were saved for an organization: the own ones and the shared ones. */
export function useSavedSearches(organization: string) {
  return useQuery({
    queryKey: ['searches', organization],
    queryFn: async ({ signal }) =>
      (await call<{ searches?: SavedSearch[] }>(address('/v1/searches', { organization }), { signal })).searches ?? [],
    retry: false,
  });
}

/** Saves one, new or over an old one. */
export function useSaving(organization: string, saved: (search: SavedSearch) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...search }: Saving) =>
      call<SavedSearch>(id === null ? '/v1/searches' : `/v1/searches/${id}`, {
        method: id === null ? 'POST' : 'PUT',
        body: { organization, ...search },
      }),
    onSuccess: async (search) => {
      await client.invalidateQueries({ queryKey: ['searches'] });
      saved(search);
    },
  });
}

export function useRemoving() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call(`/v1/searches/${id}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['searches'] }),
  });
}

/** What people ask for first. */
export function suggested(): { name: string; q: string }[] {
  return [
    { name: t('suggested.all'), q: '' },
    { name: t('suggested.changes'), q: '-operation:read' },
    { name: t('suggested.signIns'), q: 'category:sign-in -outcome:success' },
    { name: t('suggested.access'), q: 'action:iam.* OR action:key.* OR action:grant.*' },
    { name: t('suggested.denied'), q: 'outcome:denied' },
  ];
}
