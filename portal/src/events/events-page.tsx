import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AuditEvent } from '../api/client';
import { Problem } from '../api/client';
import { IconArrowUp } from '../icons';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { Icon } from '../ui/icon';
import { useKeys } from '../ui/keys';
import { Failure, Later, NotReached } from '../ui/states';
import { AskBar } from './ask-bar';
import { useHeads, useQuestion, useRows, useStats } from './data';
import { Facets } from './facets';
import { Foot } from './foot';
import { Histogram } from './histogram';
import { useLive, useNewer } from './newer';
import { NothingMatches } from './nothing';
import { Rows, type RowsHandle } from './rows';
import { SavedSearches } from './saved';
import { useEventSearch } from './search';
import { ValueMenus } from './value-menu';

const Drawer = lazy(() => import('./drawer'));
const Download = lazy(() => import('./download'));

/** Who did what: search, see, open, prove. */
export default function EventsPage() {
  return (
    <ValueMenus>
      <Events />
    </ValueMenus>
  );
}

function Events() {
  const scope = useScope();
  const [search, change] = useEventSearch();
  const [askedMillis, setAskedMillis] = useState(() => Date.now());
  const question = useQuestion(search, askedMillis);
  const { query, rows } = useRows(question, search.order);
  // Rows first: counts come when there is something to look at.
  const stats = useStats(question, rows !== null || query.isError);
  const heads = useHeads(scope.organization);
  const live = useLive(question, search.live);
  const newer = useNewer(question, search, rows?.events, heads, query.dataUpdatedAt);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [downloading, setDownloading] = useState(false);
  const [filters, setFilters] = useState(false);
  const [closed, setClosed] = useState(false);
  const grid = useRef<RowsHandle>(null);

  const events = useMemo(() => [...live.events, ...(rows?.events ?? [])], [live.events, rows]);
  const open = useCallback(
    (event: AuditEvent | undefined, tab?: string) =>
      change({ event: event?.id ?? '', ...(tab ? { tab } : {}) }, { replace: search.event !== '' }),
    [change, search.event],
  );
  const client = useQueryClient();
  const refresh = useCallback(() => {
    setAskedMillis(Date.now());
    // Within the same minute the question is the same; what is known of it is not.
    for (const counted of ['events', 'stats', 'count', 'values']) {
      void client.invalidateQueries({ queryKey: [counted] });
    }
    grid.current?.toTop();
  }, [client]);
  useEffect(() => {
    document.title = t('title', { page: t('page.events'), scope: scope.organizationName });
  }, [scope.organizationName]);
  // A search of its own begins at the top and asks anew what "now" is.
  const asked = [search.q, search.from, search.to, search.order, scope.folder, scope.project].join('\n');
  const before = useRef(asked);
  useEffect(() => {
    if (before.current !== asked) {
      before.current = asked;
      setAskedMillis(Date.now());
      setSelected(new Set());
      grid.current?.toTop();
    }
  }, [asked]);

  const step = (by: number) => {
    const at = events.findIndex((one) => one.id === search.event);
    const next = events[Math.min(events.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    if (next) {
      open(next);
      grid.current?.show(next);
    }
  };
  const closeDrawer = () => {
    setClosed(true);
    open(undefined);
    grid.current?.focus();
  };
  useKeys(
    {
      j: () => step(1),
      k: () => step(-1),
      n: newer.count > 0 ? refresh : undefined,
      l: () => change({ live: !search.live }, { replace: true }),
      d: () => setDownloading(true),
      p: search.event ? () => change({ tab: 'proof' }, { replace: true }) : undefined,
      Escape: search.event ? closeDrawer : selected.size > 0 ? () => setSelected(new Set()) : undefined,
      ...Object.fromEntries(
        ['details', 'json', 'neighbours', 'proof'].map((tab, index) => [
          String(index + 1),
          search.event ? () => change({ tab }, { replace: true }) : undefined,
        ]),
      ),
    },
    [events, search, selected, newer.count],
  );

  const fault = query.error instanceof Problem && query.error.code === 'query-invalid' ? query.error : null;
  // The rows of another search are not the answer to this one.
  const isAway = query.fetchStatus === 'paused' && (query.isPlaceholderData || !query.data);
  const total = isAway ? undefined : stats.query.data?.total;
  return (
    <div className="events">
      <div>
        <h1 className="sr">{t('page.events')}</h1>
        <AskBar
          search={search}
          change={change}
          question={question}
          fault={fault}
          refresh={refresh}
          download={() => setDownloading(true)}
          toggleFilters={() => setFilters(!filters)}
        />
        <SavedSearches search={search} change={change} question={question} total={total} tookMillis={rows?.tookMillis} />
      </div>
      <main className="work" data-drawer={search.event ? 'open' : undefined} data-filters={filters ? 'open' : undefined}>
        <Facets question={question} stats={stats.query.data} isSettled={!query.isFetching} />
        <section className="mid" aria-label={t('page.events')} data-refetching={query.isFetching && !query.isFetchingNextPage || undefined}>
          <Histogram search={search} change={change} question={question} stats={stats.query.data} seconds={stats.seconds} />
          {isAway ? (
            <NotReached retry={() => void query.refetch()} />
          ) : query.isError && !query.data && (!rows || !fault) ? (
            <Failure error={query.error} retry={() => void query.refetch()} />
          ) : !rows ? (
            <Later rows={20} />
          ) : events.length === 0 ? (
            <NothingMatches search={search} change={change} question={question} durable={heads.durable} />
          ) : (
            <Rows
              ref={grid}
              events={events}
              liveCount={live.events.length}
              columns={search.columns}
              order={search.order}
              change={change}
              heads={heads}
              opened={search.event}
              open={open}
              selected={selected}
              select={setSelected}
              more={query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined}
              takeFocus={closed}
              top={
                newer.count > 0 && !search.live ? (
                  <button type="button" className="fresh" onClick={refresh}>
                    <Icon of={IconArrowUp} small />
                    {t(newer.isMore ? 'newer.more' : 'newer', { count: newer.count })} <kbd>N</kbd>
                  </button>
                ) : null
              }
            />
          )}
          <Foot
            events={events}
            total={total}
            heads={heads}
            live={search.live ? live : null}
            selected={selected}
            clear={() => setSelected(new Set())}
            grid={grid}
          />
        </section>
        {search.event && (
          <Suspense fallback={<aside className="drawer" />}>
            <Drawer
              key={scope.organization}
              id={search.event}
              tab={search.tab}
              change={change}
              close={closeDrawer}
              step={step}
              known={events.find((one) => one.id === search.event)}
              heads={heads}
            />
          </Suspense>
        )}
      </main>
      {downloading && (
        <Suspense fallback={null}>
          <Download question={question} order={search.order} columns={search.columns} total={total ?? 0} close={() => setDownloading(false)} />
        </Suspense>
      )}
      <div className="sr" role="status" aria-live="polite">
        {total === undefined ? '' : t('events.announced', { count: total })}
      </div>
    </div>
  );
}
