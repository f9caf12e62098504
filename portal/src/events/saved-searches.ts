import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { address, call } from '../api/client';
import type { components } from '../api/schema';
import { locale, t } from '../i18n';
import { DEFAULT_COLUMNS, ownColumns } from './columns';
import type { Search } from './search';

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
      byName((await call<{ searches?: SavedSearch[] }>(address('/v1/searches', { organization }), { signal })).searches ?? []),
    retry: false,
  });
}

/** By name, as people look for them; of two with one name the older first. */
export function byName(searches: readonly SavedSearch[]): SavedSearch[] {
  const order = new Intl.Collator(locale(), { numeric: true, sensitivity: 'base' });
  return [...searches].sort((one, other) => order.compare(one.name ?? '', other.name ?? ''));
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

export function useRemoving(removed: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call(`/v1/searches/${id}`, { method: 'DELETE' }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['searches'] });
      removed();
    },
  });
}

/** A search as it was saved. It brings the columns it had; another one does not keep them. */
export function asSaved(one: SavedSearch): Partial<Search> {
  return { q: one.q ?? '', from: one.from ?? '', to: one.to ?? '', saved: one.id ?? '', columns: columnsOf(one) };
}

const columnsOf = (one: SavedSearch) => (one.columns && one.columns.length > 0 ? one.columns : DEFAULT_COLUMNS);

/** Whether what is looked at is no longer what was saved. */
export function isChanged(search: Search, one: SavedSearch): boolean {
  return (
    search.q !== (one.q ?? '') || search.from !== (one.from ?? '') || search.to !== (one.to ?? '') || search.columns.join() !== columnsOf(one).join()
  );
}

/** One that is suggested; coming from a saved search its columns stay behind, and one's own are back. */
export function asSuggested(q: string, search: Search): Partial<Search> {
  return { q, saved: '', ...(search.saved === '' ? {} : { columns: ownColumns() }) };
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
