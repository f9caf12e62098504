import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { address, call, type AuditEvent, type EventPage } from '../api/client';
import { useQuestion } from '../events/data';
import { actorName, actorValue } from '../events/naming';
import { ActorIcon } from '../events/icons';
import { RangePicker } from '../events/range-picker';
import { RangeUnread } from '../events/range-unread';
import { readSearch, writeSearch } from '../events/search';
import { IconEye } from '../icons';
import { hasMessage, t } from '../i18n';
import { rangeFault, type Range } from '../query/range';
import { READS } from '../query/reads';
import { fieldTerm } from '../query/terms';
import { useScope } from '../shell/scope';
import { minute, number, useZone } from '../time';
import { Hostile } from '../ui/hostile';
import { Page } from '../ui/page';
import { Block, Failure, Later } from '../ui/states';

/** Who looked at what: one row per viewer, search and hour. */
export default function ReadsPage() {
  const scope = useScope();
  const [parameters, setParameters] = useSearchParams();
  const search = readSearch(parameters);
  const [askedMillis, setAsked] = useState(() => Date.now());
  const question = useQuestion({ ...search, q: READS }, askedMillis);
  const fault = rangeFault(search, Date.now());
  const change = (range: Range) => {
    setAsked(Date.now());
    setParameters((old) => writeSearch(old, range));
  };
  const [zone] = useZone();
  const reads = useInfiniteQuery({
    queryKey: ['reads', question.parameters],
    queryFn: ({ pageParam, signal }) => call<EventPage>(address('/v1/events', { ...question.parameters, limit: 200, cursor: pageParam }), { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    enabled: fault === null,
  });
  const rows = useMemo(() => grouped(reads.data?.pages.flatMap((page) => page.events ?? []) ?? []), [reads.data]);
  const events = `/o/${encodeURIComponent(scope.organization)}/events`;
  return (
    <Page
      title={t('page.reads')}
      lead={t('reads.lead')}
      acts={
        <>
          <RangePicker range={search} change={change} />
          <Link className="b" href={`${events}?q=${encodeURIComponent(READS)}`}>
            {t('reads.asEvents')}
          </Link>
        </>
      }
    >
      <div className="panel">
        {fault ? (
          <RangeUnread fault={fault} change={change} />
        ) : reads.isError ? (
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
                  <th className="right">{t('reads.first')}</th>
                  <th className="right">{t('reads.last')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.key}>
                    <td data-name={t('reads.viewer')}>
                      <Link className="who" href={`${events}?q=${encodeURIComponent(`${READS} ${fieldTerm('actor', actorValue(row.event.actor))}`)}`}>
                        <ActorIcon type={row.event.actor?.type} />
                        <Hostile text={actorName(row.event.actor)} />
                      </Link>
                    </td>
                    <td data-name={t('reads.what')}>{hasMessage(`reads.act.${row.event.action ?? ''}`) ? t(`reads.act.${row.event.action ?? ''}` as 'reads.none') : <span className="mono"><Hostile text={row.event.action ?? ''} /></span>}</td>
                    <td data-name={t('reads.search')} className="mono wide cut" title={row.search}>
                      <Hostile text={row.search || t('reads.everything')} />
                    </td>
                    <td data-name={t('reads.times')} className="num right">{number(row.times)}</td>
                    <td data-name={t('reads.rows')} className="num right">{number(row.rows)}</td>
                    <td data-name={t('reads.first')} className="num right">{minute(row.firstMillis, zone)}</td>
                    <td data-name={t('reads.last')} className="num right">{minute(row.lastMillis, zone)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {reads.hasNextPage && (
              <p className="pad-in">
                <button type="button" className="b small" onClick={() => void reads.fetchNextPage()}>
                  {t('reads.more')}
                </button>
              </p>
            )}
          </div>
        )}
      </div>
    </Page>
  );
}

interface Read {
  key: string;
  event: AuditEvent;
  search: string;
  times: number;
  rows: number;
  firstMillis: number;
  lastMillis: number;
}

/** The first read of a window and the one that counts the others belong together. */
export function grouped(events: AuditEvent[]): Read[] {
  const found = new Map<string, Read>();
  for (const event of events) {
    const millis = Date.parse(event.time ?? '');
    const search = searchText(event);
    const key = [actorValue(event.actor), event.action, search, Math.floor(millis / 3_600_000)].join('\n');
    const labels = event.detail?.labels ?? {};
    const times = Number(labels['times'] ?? 1);
    const rows = Number(labels['rows'] ?? 0);
    const before = found.get(key);
    if (before) {
      before.times += times;
      before.rows += rows;
      before.firstMillis = Math.min(before.firstMillis, millis);
      before.lastMillis = Math.max(before.lastMillis, millis);
    } else {
      found.set(key, { key, event, search, times, rows, firstMillis: millis, lastMillis: millis });
    }
  }
  return [...found.values()];
}

const NOT_SEARCHED = new Set(['organization', 'from', 'to', 'limit', 'order', 'cursor', 'interval', 'top', 'split', 'field', 'format', 'prefix']);

/** What was asked for, as the search box writes it; the range is in the columns. */
function searchText(event: AuditEvent): string {
  const endpoint = event.detail?.request?.endpoint ?? '';
  const at = endpoint.indexOf('?');
  const path = at < 0 ? endpoint : endpoint.slice(0, at);
  const id = /^\/v1\/events\/([0-9a-f-]{36})/.exec(path)?.[1];
  const asked = [...new URLSearchParams(at < 0 ? '' : endpoint.slice(at))]
    .filter(([name]) => !NOT_SEARCHED.has(name))
    .map(([name, value]) => (name === 'q' ? value : `${name}:${value}`));
  return [...(id ? [id] : []), ...asked].join(' ');
}
