import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'wouter';
import { address, call, type EventPage, type Stats } from '../api/client';
import { useAway } from '../api/reach';
import { useMayExport } from '../api/session';
import { useQuestion, type Question } from '../events/data';
import { actorName, actorValue, learnNames } from '../events/naming';
import { ActorIcon } from '../events/icons';
import { RangePicker } from '../events/range-picker';
import { RangeUnread } from '../events/range-unread';
import { readSearch, writeSearch } from '../events/search';
import { IconDownload, IconEye } from '../icons';
import { hasMessage, t } from '../i18n';
import { rangeFault, type Range } from '../query/range';
import { READS } from '../query/reads';
import { fieldTerm } from '../query/terms';
import { isUnasked } from '../query/unasked';
import { useScope } from '../shell/scope';
import { useUnasked } from '../shell/unasked';
import { minute, number, useZone, zoneName } from '../time';
import { ActButton } from '../ui/act-button';
import { faultText } from '../ui/dialog';
import { Hostile } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { Page } from '../ui/page';
import { part } from '../ui/part';
import { Block, Failure, Later } from '../ui/states';
import { Window } from '../ui/window';
import { actOf, days, grouped, readsQuery, useReadStats, within, type Chosen } from './data';
import { actName, ReadFilters } from './filters';

const Download = part(() => import('../events/download'), null);

/** What a file of the record has: who, what, asked how, how often. */
const COLUMNS = ['time', 'actor', 'actor.id', 'client', 'action', 'target', 'detail.request.endpoint', 'detail.labels.times', 'detail.labels.rows'];

/** Who looked at what: one row per viewer, search and hour. */
export default function ReadsPage() {
  const scope = useScope();
  const [parameters, setParameters] = useSearchParams();
  const search = readSearch(parameters);
  const [askedMillis, setAsked] = useState(() => Date.now());
  const range = useQuestion({ ...search, q: '' }, askedMillis);
  const fault = rangeFault(search, Date.now());
  const change = (range: Range) => {
    setAsked(Date.now());
    setParameters((old) => {
      const next = writeSearch(old, range);
      next.delete('day');
      return next;
    });
  };
  const [zone] = useZone();
  const unasked = useUnasked();
  const isActorAsked = !isUnasked(unasked, 'actor');
  const chosen: Chosen = { actor: isActorAsked ? (parameters.get('actor') ?? '') : '', act: parameters.get('act') ?? '', day: parameters.get('day') ?? '' };
  const choose = (more: Partial<Chosen>) =>
    setParameters((old) => {
      const next = new URLSearchParams(old);
      Object.entries(more).forEach(([name, value]) => (value ? next.set(name, value) : next.delete(name)));
      return next;
    });
  const stats = useReadStats(range, fault === null, unasked);
  const daysOf = useMemo(() => days(stats.data, zone), [stats.data, zone]);
  const narrowed = within(range, daysOf.find((one) => one.date === chosen.day));
  const question = { ...narrowed, parameters: { ...narrowed.parameters, q: readsQuery(chosen) } };
  const reads = useInfiniteQuery({
    queryKey: ['reads', question.parameters],
    queryFn: async ({ pageParam, signal }) => {
      const page = await call<EventPage>(address('/v1/events', { ...question.parameters, limit: 200, cursor: pageParam }), { signal });
      learnNames(page.events ?? []);
      return page;
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    // Which day that is, the counts tell.
    enabled: fault === null && (chosen.day === '' || !stats.isPending),
  });
  const records = useMemo(() => reads.data?.pages.flatMap((page) => page.events ?? []) ?? [], [reads.data]);
  const rows = useMemo(() => grouped(records), [records]);
  const events = `/o/${encodeURIComponent(scope.organization)}/events`;
  return (
    <Page
      title={t('page.reads')}
      lead={t('reads.lead')}
      acts={
        <>
          <RangePicker range={search} change={change} />
          <Link className="b" href={`${events}?${writeSearch(new URLSearchParams(), { q: readsQuery(chosen), from: search.from, to: search.to }).toString()}`}>
            {t('reads.asEvents')}
          </Link>
          <SaveReads question={question} window={reads.data?.pages.at(-1)?.window} isAsked={fault === null} />
        </>
      }
    >
      <div className="panel">
        {!fault && <ReadFilters isActorAsked={isActorAsked} stats={stats.data} days={daysOf} chosen={chosen} choose={choose} />}
        {fault ? (
          <RangeUnread fault={fault} change={change} />
        ) : reads.isError && !reads.data ? (
          <Failure error={reads.error} retry={() => void reads.refetch()} />
        ) : !reads.data ? (
          <Later />
        ) : rows.length === 0 ? (
          <Block icon={IconEye} title={t('reads.none')} />
        ) : (
          <div className="scroll" tabIndex={0} role="region" aria-label={t('page.reads')}>
            <table className="tb stack">
              <thead>
                <tr>
                  <th>{t('reads.viewer')}</th>
                  <th>{t('reads.what')}</th>
                  <th>{t('reads.search')}</th>
                  <th className="right">{t('reads.times')}</th>
                  <th className="right">{t('reads.rows')}</th>
                  <th className="right">{t('reads.first')}, {zoneName(zone)}</th>
                  <th className="right">{t('reads.last')}, {zoneName(zone)}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.key}>
                    <td data-name={t('reads.viewer')}>
                      <Viewer href={isActorAsked ? `${events}?q=${encodeURIComponent(`${READS} ${fieldTerm('actor', actorValue(row.event.actor))}`)}` : null}>
                        <ActorIcon type={row.event.actor?.type} />
                        <Hostile text={actorName(row.event.actor)} />
                      </Viewer>
                    </td>
                    <td data-name={t('reads.what')}>
                      {hasMessage(`reads.act.${actOf(row.event)}`) ? actName(actOf(row.event)) : <span className="mono"><Hostile text={row.event.action ?? ''} /></span>}
                    </td>
                    <td data-name={t('reads.search')} className="mono wide" title={row.searches.map((one) => one || t('reads.everything')).join('\n')}>
                      <span className="with-others">
                        <span className="cut"><Hostile text={row.searches[0] === undefined ? '–' : row.searches[0] || t('reads.everything')} /></span>
                        {row.searches.length > 1 && <span className="mute"> {t('reads.others', { count: row.searches.length - 1 })}</span>}
                      </span>
                    </td>
                    <td data-name={t('reads.times')} className="num right">{number(row.times || row.counts)}</td>
                    <td data-name={t('reads.rows')} className="num right">{row.times === 0 && row.rows === 0 ? '–' : number(row.rows)}</td>
                    <td data-name={`${t('reads.first')}, ${zoneName(zone)}`} className="num right">{minute(row.firstMillis, zone)}</td>
                    <td data-name={`${t('reads.last')}, ${zoneName(zone)}`} className="num right">{minute(row.lastMillis, zone)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {reads.hasNextPage && (
              <p className="pad-in">
                <ActButton className="b small" isBusy={reads.isFetchingNextPage} onClick={() => void reads.fetchNextPage()}>
                  {t('reads.more')}
                </ActButton>
                {reads.isFetchNextPageError && <span className="bad" role="alert"> {faultText(reads.error)}</span>}
              </p>
            )}
          </div>
        )}
      </div>
    </Page>
  );
}

/** Who looked, with their reads behind it where these may be asked for. */
function Viewer({ href, children }: { href: string | null; children: ReactNode }) {
  return href === null ? <span className="who">{children}</span> : <Link className="who" href={href}>{children}</Link>;
}

/** The record as a file, the same as of events. */
function SaveReads({ question, window, isAsked }: { question: Question; window: string | undefined; isAsked: boolean }) {
  const mayExport = useMayExport(useScope().organization);
  const [isOpen, setOpen] = useState(false);
  const isAway = useAway() !== null;
  const total = useQuery({
    queryKey: ['reads-total', question.parameters, window],
    queryFn: ({ signal }) => call<Stats>(address('/v1/events/stats', question.parameters), { signal }),
    enabled: isOpen,
  });
  return (
    <>
      <ActButton className="b" isBusy={isOpen && total.isPending} disabled={!mayExport || !isAsked || isAway} title={t(!mayExport ? 'download.right' : isAway ? 'state.away' : 'download')} onClick={() => setOpen(true)}>
        <Icon of={IconDownload} />
        {t('download')}
      </ActButton>
      {isOpen && !total.data && total.isError && (
        <Window onClose={() => setOpen(false)} title={t('download')} size={520} closeButtonProps={{ 'aria-label': t('action.close') }}>
          <Failure error={total.error} retry={() => void total.refetch()} />
        </Window>
      )}
      {isOpen && total.data && (
        <Download question={question} window={window} hasGaps={false} order="newest" columns={COLUMNS} total={total.data.total ?? 0} close={() => setOpen(false)} />
      )}
    </>
  );
}
