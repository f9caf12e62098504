import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { usePreference } from '../prefs';
import { DEFAULT_FROM, type Range } from '../query/range';
import { ownColumns, rememberColumns, REMEMBERED } from './columns';

export type Order = 'newest' | 'oldest' | 'received';

/** What is looked at, all of it in the address. */
export interface Search extends Range {
  q: string;
  order: Order;
  columns: string[];
  event: string;
  tab: string;
  live: boolean;
  /** The ranges from which one has zoomed in, the widest first. */
  trail: Range[];
  /** Name of the saved search this began as. */
  saved: string;
}

export type Change = (change: Partial<Search>, options?: { replace?: boolean }) => void;

export function readSearch(parameters: URLSearchParams): Search {
  const order = parameters.get('order');
  const to = parameters.get('to') ?? '';
  const columns = parameters.get('columns')?.split(',').filter(Boolean) ?? [];
  return {
    q: parameters.get('q') ?? '',
    from: parameters.get('from') ?? DEFAULT_FROM,
    to,
    order: order === 'oldest' || order === 'received' ? order : 'newest',
    columns: columns.length > 0 ? columns : ownColumns(),
    event: parameters.get('event') ?? '',
    tab: parameters.get('tab') ?? 'details',
    // It is about what comes, and newest on top.
    live: parameters.get('live') === '1' && to === '' && order !== 'oldest' && order !== 'received',
    trail: (parameters.get('trail') ?? '').split('_').filter(Boolean).map((one) => {
      const [from = '', to = ''] = one.split('*');
      return { from, to };
    }),
    saved: parameters.get('saved') ?? '',
  };
}

export function writeSearch(parameters: URLSearchParams, change: Partial<Search>): URLSearchParams {
  const next = new URLSearchParams(parameters);
  const put = (name: string, value: string | undefined, otherwise: string) => {
    if (value !== undefined) {
      next.delete(name);
      if (value !== otherwise) {
        next.set(name, value);
      }
    }
  };
  put('q', change.q, '');
  put('from', change.from, DEFAULT_FROM);
  put('to', change.to, '');
  put('order', change.order, 'newest');
  put('columns', change.columns?.join(','), ownColumns().join(','));
  put('event', change.event, '');
  put('tab', change.tab, 'details');
  put('live', change.live === undefined ? undefined : change.live ? '1' : '', '');
  // Another range has no way back but the browser's.
  const trail = change.trail ?? (change.from === undefined && change.to === undefined ? undefined : []);
  put('trail', trail?.map((one) => `${one.from}*${one.to}`).join('_'), '');
  put('saved', change.saved, '');
  if (!readSearch(next).live) {
    next.delete('live');
  }
  return next;
}

const kept = (parameters: URLSearchParams, names: string[]) =>
  new URLSearchParams(names.flatMap((name) => parameters.getAll(name).map((value) => [name, value])));

/** The address of other events of the same scope, with the columns that are shown now. */
export function elsewhere(organization: string, parameters: URLSearchParams, search: Partial<Search>): string {
  return `/o/${encodeURIComponent(organization)}/events?${writeSearch(kept(parameters, ['folder', 'project', 'columns']), search).toString()}`;
}

/** The address of one event alone, which leads back to the same scope. */
export function alone(organization: string, parameters: URLSearchParams, id: string): string {
  const scope = kept(parameters, ['folder', 'project']).toString();
  return `/o/${encodeURIComponent(organization)}/events/${id}${scope && `?${scope}`}`;
}

export function useEventSearch(): [Search, Change] {
  const [parameters, setParameters] = useSearchParams();
  // An address without columns stays the same when others are remembered.
  const [remembered] = usePreference(REMEMBERED, '');
  const search = useMemo(() => readSearch(parameters), [parameters, remembered]);
  const change: Change = (change, options) => {
    // Those of a saved search are its own.
    if (change.columns && (change.saved ?? search.saved) === '') {
      rememberColumns(change.columns);
    }
    setParameters((before) => writeSearch(before, change), { replace: options?.replace ?? false });
  };
  return [search, change];
}
