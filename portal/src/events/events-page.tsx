import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { askedFromMillis } from '../api/begun';
import type { AuditEvent } from '../api/client';
import { Problem } from '../api/client';
import { useAway } from '../api/reach';
import { useMayExport, useSession } from '../api/session';
import { IconArrowUp, IconSearch } from '../icons';
import { t } from '../i18n';
import { rangeFault } from '../query/range';
import { asksUnasked } from '../query/unasked';
import { useScope } from '../shell/scope';
import { useUnasked } from '../shell/unasked';
import { Icon } from '../ui/icon';
import { useKeys } from '../ui/keys';
import { Window } from '../ui/window';
import { part } from '../ui/part';
import { Block, Failure, Later, NotReached } from '../ui/states';
import { AskBar } from './ask-bar';
import { useHeads, useQuestion, useRows, useStats } from './data';
import { Facets } from './facets';
import { Foot } from './foot';
import { Histogram } from './histogram';
import { KEPT_ROWS, later, useLive, useNewer, withoutKnown } from './newer';
import { NothingMatches } from './nothing';
import { RangeUnread } from './range-unread';
import { OwnOnly } from './own-only';
import { Rows, type RowsHandle } from './rows';
import { SavedSearches } from './saved';
import { useEventSearch } from './search';
import { stepped } from './items';
import { SlowLine, useSlow } from './slow';
import { NotAsked } from './unasked-note';
import { ValueMenus } from './value-menu';

const END = 'end';
/** So many rows are loaded to come to the end; beyond that the other order is the way. */
const END_ROWS_MAX = 10_000;
/** So many to come to the row of an event that the address has open. */
const OPENED_ROWS_MAX = 2_000;

const Drawer = part(() => import('./drawer'), <aside className="drawer" />, (notice, { close }) => (
  <aside className="drawer" aria-label={t('drawer.label')}>
    <div className="dh">
      <button type="button" className="b plain small" onClick={close}>
        {t('action.close')}
      </button>
    </div>
    {notice}
  </aside>
));
const Download = part(() => import('./download'), null, (notice, { close }) => (
  <Window onClose={close} size={520} closeButtonProps={{ 'aria-label': t('action.close') }} attributes={{ content: { 'aria-label': t('download') } }}>
    {notice}
  </Window>
));

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
  const [askedMillis, setAskedMillis] = useState(askedFromMillis);
  const question = useQuestion(search, askedMillis);
  const noTime = rangeFault(search, Date.now());
  // What the server would refuse is not asked: the log would tell of an attempt.
  const unasked = asksUnasked(search.q, useUnasked());
  const had = useRows(question, search.order, noTime === null && unasked === null);
  const { query } = had;
  const rows = unasked === null ? had.rows : null;
  const answered = unasked === null ? had.answered : null;
  // Rows first: all else is asked of a question that has an answer, and stays while another has none.
  const shown = answered ?? question;
  const [isReadingOn, setReadingOn] = useState(false);
  const isFollowing = search.live && !isReadingOn;
  const stats = useStats(shown, answered !== null, isFollowing);
  // Counts go on while live, and so does the time that they are of.
  const { dataUpdatedAt } = stats.query;
  const counted = useMemo(
    () => (search.live && dataUpdatedAt > shown.toMillis ? { ...shown, toMillis: dataUpdatedAt } : shown),
    [search.live, shown, dataUpdatedAt],
  );
  const heads = useHeads(scope.organization);
  const mayExport = useMayExport(scope.organization);
  const away = useAway();
  const isAsking = query.isFetching && !query.isFetchingNextPage;
  const slow = useSlow(isAsking, question, search.order);
  const session = useSession();
  const isSignedIn = session.is === 'signed-in' && !session.expired;
  const live = useLive(shown, search.live && rows !== null && !isAsking && isSignedIn, isReadingOn, rows?.window);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [downloading, setDownloading] = useState(false);
  const [filters, setFilters] = useState(false);
  const [closed, setClosed] = useState(false);
  // Where to go once enough rows are loaded: to the event that the address had open, or to the end.
  const [goal, setGoal] = useState(search.event);
  const [isFar, setFar] = useState(false);
  const grid = useRef<RowsHandle>(null);

  const tailed = useMemo(() => withoutKnown(live.events, rows?.events ?? []), [live.events, rows]);
  const events = useMemo(() => [...tailed, ...(rows?.events ?? [])], [tailed, rows]);
  const held = useMemo(() => withoutKnown(live.held, rows?.events ?? []), [live.held, rows]);
  const newer = useNewer(shown, search, rows?.events, useMemo(() => [...held, ...events], [held, events]), heads, query.dataUpdatedAt);
  const waiting = { count: newer.count + held.length, isMore: newer.isMore || held.length >= KEPT_ROWS };
  const open = useCallback(
    (event: AuditEvent) => change({ event: event.id ?? '' }, { replace: search.event !== '' }),
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
  // What live tail holds goes on top of the rows once these are seen.
  const showNewer = newer.count > 0 ? refresh : held.length > 0 ? () => grid.current?.toTop() : undefined;
  // Where nothing is shown nothing can move: what comes first is shown by itself.
  const isFirst = rows !== null && events.length === 0 && newer.count > 0 && !query.isError;
  useEffect(() => {
    if (isFirst && !isAsking) {
      refresh();
    }
  }, [isFirst, isAsking, refresh]);
  const follow = () => {
    if (!search.live) {
      // What came since the rows were asked for is no part of the tail.
      refresh();
    }
    // It is about what comes, and newest on top.
    change(search.live ? { live: false } : { live: true, to: '', order: 'newest' }, { replace: true });
  };
  // By its key what waits goes on, as long as something does.
  const followOn = search.live && isReadingOn ? () => grid.current?.toTop() : follow;
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
      setGoal('');
      setFar(false);
      grid.current?.toTop();
    }
  }, [asked]);

  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  useEffect(() => {
    if (goal === '' || rows === null || isAsking || isFetchingNextPage) {
      return;
    }
    const isEnd = goal === END;
    const row = isEnd ? events.at(-1) : events.find((one) => one.id === goal);
    const isThere = isEnd ? !hasNextPage : row !== undefined || goal !== search.event;
    if (!isThere && hasNextPage && !isFetchNextPageError && rows.events.length < (isEnd ? END_ROWS_MAX : OPENED_ROWS_MAX)) {
      void fetchNextPage();
      return;
    }
    setGoal('');
    setFar(isEnd && hasNextPage);
    if (row && (isEnd || goal === search.event)) {
      grid.current?.show(row, isEnd ? 'auto' : 'center');
      if (isEnd && search.event !== '') {
        open(row);
      }
    }
  }, [goal, rows, events, isAsking, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, search.event, open]);

  const step = (by: number) => {
    const opened = client.getQueryData<AuditEvent>(['event', scope.organization, search.event]);
    const next = stepped(events, search.event, opened, by, search.order);
    if (next) {
      open(next);
      grid.current?.show(next);
    }
  };
  const closeDrawer = () => {
    setClosed(true);
    // A step of its own, which Back takes back.
    change({ event: '', tab: 'details' });
    grid.current?.focus();
  };
  const openDownload = unasked === null ? () => setDownloading(true) : undefined;
  useKeys(
    {
      j: () => step(1),
      k: () => step(-1),
      n: showNewer,
      l: followOn,
      d: mayExport && away === null ? openDownload : undefined,
      p: search.event ? () => change({ tab: 'proof' }, { replace: true }) : undefined,
      Escape: search.event ? closeDrawer : selected.size > 0 ? () => setSelected(new Set()) : undefined,
      ...Object.fromEntries(
        ['details', 'json', 'neighbours', 'proof', 'delivery'].map((tab, index) => [
          String(index + 1),
          search.event ? () => change({ tab }, { replace: true }) : undefined,
        ]),
      ),
    },
    [events, search, selected, newer.count, held.length, mayExport, away, unasked, isReadingOn],
  );

  const fault = query.error instanceof Problem && query.error.code === 'query-invalid' ? query.error : null;
  // The rows of another search are not the answer to this one.
  const isAway = away !== null && (query.isPlaceholderData || !query.data);
  const total = isAway || unasked !== null ? undefined : stats.query.data?.total;
  const toEnd = () => {
    const isOver = hasNextPage && (total ?? 0) > END_ROWS_MAX;
    setFar(isOver);
    if (isOver) {
      const last = events.at(-1);
      if (last) {
        grid.current?.show(last);
      }
    } else {
      setGoal(END);
    }
  };
  return (
    <div className="events">
      <div>
        <AskBar
          search={search}
          change={change}
          question={question}
          fault={fault}
          refresh={refresh}
          follow={follow}
          download={openDownload}
          toggleFilters={() => setFilters(!filters)}
        />
        <SavedSearches search={search} change={change} question={shown} total={total} tookMillis={rows?.tookMillis} isFollowing={isFollowing} />
        <OwnOnly />
        <SlowLine slow={slow} question={question} change={change} hasRows={rows !== null} again={() => void query.refetch()} />
      </div>
      <main className="work" data-drawer={search.event ? 'open' : undefined} data-filters={filters ? 'open' : undefined}>
        <h1 className="sr">{t('page.events')}</h1>
        {answered === null && (noTime !== null || unasked !== null || query.isError) ? (
          <aside className="facets" aria-label={t('facets.title')}>
            <p className="mute">{t('facets.unanswered')}</p>
          </aside>
        ) : (
          <Facets question={shown} stats={stats.query.data} isSettled={!query.isFetching} isFollowing={isFollowing} />
        )}
        <section className="mid" aria-label={t('page.events')} data-refetching={isAsking || undefined}>
          {noTime === null && unasked === null ? <Histogram search={search} change={change} question={counted} stats={stats.query.data} seconds={stats.seconds} retry={stats.query.isError && !query.isError && !isAway ? () => void stats.query.refetch() : undefined} /> : <div />}
          {isAway ? (
            <NotReached retry={() => void query.refetch()} />
          ) : noTime !== null ? (
            <RangeUnread fault={noTime} change={change} />
          ) : unasked !== null ? (
            <NotAsked by={unasked} clear={() => change({ q: '' })} />
          ) : fault && !rows ? (
            <Block icon={IconSearch} title={t('search.notAsked')}>
              <button type="button" className="b small" onClick={() => change({ q: '' })}>
                {t('search.clear')}
              </button>
            </Block>
          ) : query.isError && !query.data && !fault ? (
            <Failure error={query.error} retry={() => void query.refetch()} />
          ) : !rows && slow.is === 'cancelled' ? (
            <Block icon={IconSearch} title={t('state.slow.none')} />
          ) : !rows ? (
            <Later rows={20} />
          ) : events.length === 0 ? (
            <NothingMatches search={search} change={change} question={shown} durable={heads.durable} />
          ) : (
            <Rows
              ref={grid}
              events={events}
              liveCount={tailed.length}
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
              toEnd={toEnd}
              readOn={setReadingOn}
              top={
                showNewer ? (
                  <button type="button" className="fresh" onClick={showNewer}>
                    <Icon of={IconArrowUp} small />
                    {t(waiting.isMore ? 'newer.more' : 'newer', { count: waiting.count })} <kbd>N</kbd>
                  </button>
                ) : null
              }
            />
          )}
          <Foot
            events={events}
            columns={search.columns}
            total={total}
            heads={heads}
            live={search.live ? live : null}
            isHeld={isReadingOn}
            selected={selected}
            clear={() => setSelected(new Set())}
            turn={isFar ? () => change({ order: search.order === 'newest' ? 'oldest' : 'newest' }) : undefined}
            order={search.order}
            grid={grid}
          />
        </section>
        {search.event && (
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
        )}
      </main>
      {downloading && unasked === null && (
        <Download
          question={shown}
          window={later(rows?.window, live.window)}
          hasGaps={live.hasGaps && tailed.length > 0}
          order={search.order}
          columns={search.columns}
          total={Math.max(total ?? 0, events.length)}
          close={() => setDownloading(false)}
        />
      )}
      <div className="sr" role="status" aria-live="polite">
        {total === undefined ? '' : t('events.announced', { count: total })}
      </div>
    </div>
  );
}
