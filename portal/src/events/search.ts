import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { DEFAULT_FROM, type Range } from '../query/range';
import { DEFAULT_COLUMNS } from './columns';

export type Order = 'newest' | 'oldest' | 'received';

/** What is looked at, all of it in the address. */
export interface Search extends Range {
  q: string;
  order: Order;
  columns: string[];
  event: string;
  tab: string;
  live: boolean;
  /** Name of the saved search this began as. */
  saved: string;
}

export type Change = (change: Partial<Search>, options?: { replace?: boolean }) => void;

export function readSearch(parameters: URLSearchParams): Search {
  const order = parameters.get('order');
  const columns = parameters.get('columns')?.split(',').filter(Boolean) ?? [];
  return {
    q: parameters.get('q') ?? '',
    from: parameters.get('from') ?? DEFAULT_FROM,
    to: parameters.get('to') ?? '',
    order: order === 'oldest' || order === 'received' ? order : 'newest',
    columns: columns.length > 0 ? columns : DEFAULT_COLUMNS,
    event: parameters.get('event') ?? '',
    tab: parameters.get('tab') ?? 'details',
    live: parameters.get('live') === '1',
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
  put('columns', change.columns?.join(','), DEFAULT_COLUMNS.join(','));
  put('event', change.event, '');
  put('tab', change.tab, 'details');
  put('live', change.live === undefined ? undefined : change.live ? '1' : '', '');
  put('saved', change.saved, '');
  return next;
}

export function useEventSearch(): [Search, Change] {
  const [parameters, setParameters] = useSearchParams();
  const search = useMemo(() => readSearch(parameters), [parameters]);
  const change: Change = (change, options) =>
    setParameters((before) => writeSearch(before, change), { replace: options?.replace ?? false });
  return [search, change];
}
