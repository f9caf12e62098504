import { Fragment, useEffect, useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { Stats } from '../api/client';
import { isSurprising } from '../events/bars';
import { useHeads, useQuestion } from '../events/data';
import { OwnOnly } from '../events/own-only';
import { RangePicker } from '../events/range-picker';
import { RangeUnread } from '../events/range-unread';
import { readSearch, writeSearch, type Search } from '../events/search';
import { ActorIcon } from '../events/icons';
import { Uncounted } from '../events/unasked-note';
import { IconAlertCircle, IconBan, IconRosetteDiscountCheck, IconTrendingUp } from '../icons';
import { t } from '../i18n';
import { rangeFault, type Range } from '../query/range';
import { anyTerm, fieldTerm } from '../query/terms';
import { isUnasked } from '../query/unasked';
import { nameOf, useFolders, useProjects } from '../shell/levels';
import { useScope } from '../shell/scope';
import { useUnasked } from '../shell/unasked';
import { minute, number, useZone, zoneName } from '../time';
import { Hostile, marked } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { Away, Failure, Later } from '../ui/states';
import { knownActor } from '../events/naming';
import { Activity } from './activity';
import { COUNTED_MAX, SPLITS, top, useFirstSeen, useHours, useOverview, type Split } from './data';
import { compared } from './compared';
import { Heat } from './heat';

/** What happened in a time, in numbers that each open their events. */
export default function OverviewPage() {
  const scope = useScope();
  const folder = nameOf(useFolders(scope.organization, scope.folder !== '').data, scope.folder);
  const project = nameOf(useProjects(scope.organization, scope.project !== '').data, scope.project);
  const [parameters, setParameters] = useSearchParams();
  const search = readSearch(parameters);
  const [askedMillis, setAsked] = useState(() => Date.now());
  const fault = rangeFault(search, Date.now());
  useEffect(() => {
    document.title = t('title', { page: t('page.overview'), scope: scope.organizationName });
  }, [scope.organizationName]);
  const change = (range: Range) => {
    setAsked(Date.now());
    setParameters((old) => writeSearch(old, range));
  };
  return (
    <main className="page">
      <Away />
      <div className="head">
        <div>
          <h1>{t('page.overview')}</h1>
          <p>
            <Hostile text={t('overview.lead', { organization: [scope.organizationName, folder, project].filter(Boolean).join(' / ') })} />
          </p>
        </div>
        <div className="acts">
          <RangePicker range={search} change={change} />
        </div>
      </div>
      <OwnOnly />
      {fault ? <RangeUnread fault={fault} change={change} /> : <Numbers search={search} askedMillis={askedMillis} />}
    </main>
  );
}

function Numbers({ search, askedMillis }: { search: Search; askedMillis: number }) {
  const scope = useScope();
  const [parameters, setParameters] = useSearchParams();
  const question = useQuestion({ ...search, q: '' }, askedMillis);
  const said = parameters.get('split');
  const split: Split = SPLITS.find((one) => one === said) ?? 'outcome';
  const unasked = useUnasked();
  const isActorAsked = !isUnasked(unasked, 'actor');
  const isClientAsked = !isUnasked(unasked, 'ip');
  const overview = useOverview(question, split, unasked);
  const firstSeen = useFirstSeen(question, isActorAsked);
  const hours = useHours(question);
  const heads = useHeads(scope.organization);
  const [zone] = useZone();
  const to = (q: string, range: { from?: string; to?: string } = {}) => {
    const next = writeSearch(new URLSearchParams(), { q, from: range.from ?? search.from, to: range.to ?? search.to });
    for (const name of ['folder', 'project'] as const) {
      if (scope[name]) {
        next.set(name, scope[name]);
      }
    }
    return `/o/${encodeURIComponent(scope.organization)}/events?${next.toString()}`;
  };
  const { now, before } = overview;
  if (overview.error) {
    return <Failure error={overview.error} retry={overview.retry} />;
  }
  if (!now) {
    return <Later rows={12} />;
  }
  const outcome = (stats: Stats | undefined, name: string) => stats?.top?.['outcome']?.find((one) => one.value === name)?.count ?? 0;
  const failures = outcome(now, 'failure');
  const denied = outcome(now, 'denied');
  const actors = now?.top?.['actor'] ?? [];
  const actions = now?.top?.['action'] ?? [];
  return (
    <>
      <div className="panel figures">
        <Figure to={to('')} name={t('overview.events')} value={now.total ?? 0}>
          <Icon of={IconTrendingUp} small />
          {compared(now.total ?? 0, before?.total)}
        </Figure>
        <Figure to={to('outcome:failure')} name={t('overview.failures')} value={failures} tone={stands(failures, now.total, outcome(before, 'failure'), before?.total) ? 'bad' : ''}>
          {stands(failures, now.total, outcome(before, 'failure'), before?.total) && <Icon of={IconAlertCircle} small />}
          {share(failures, now.total, outcome(before, 'failure'), before?.total)}
        </Figure>
        <Figure to={to('outcome:denied')} name={t('overview.denied')} value={denied} tone={stands(denied, now.total, outcome(before, 'denied'), before?.total) ? 'warn' : ''}>
          {stands(denied, now.total, outcome(before, 'denied'), before?.total) && <Icon of={IconBan} small />}
          {share(denied, now.total, outcome(before, 'denied'), before?.total)}
        </Figure>
        {isActorAsked ? <Figure to={to('actor:*')} name={t('overview.actors')} value={actors.length} most={COUNTED_MAX}>
          {firstSeen.data && firstSeen.data.count !== null && (
            firstSeen.data.count === 0 ? t('overview.new', { count: 0 }) : <Link href={to(anyTerm('actor', firstSeen.data.fresh))}>{t('overview.new', { count: firstSeen.data.count })}</Link>
          )}
        </Figure> : <NoFigure name={t('overview.actors')} />}
        {isClientAsked ? <Figure to={to('ip:*')} name={t('overview.clients')} value={now.top?.['ip']?.length ?? 0} most={COUNTED_MAX} /> : <NoFigure name={t('overview.clients')} />}
        <Figure to={`/o/${encodeURIComponent(scope.organization)}/proof`} name={t('overview.sealed')} value={heads.sealed} tone={heads.isKnown && heads.sealed >= heads.durable ? 'ok' : ''}>
          <Icon of={IconRosetteDiscountCheck} small />
          {t('overview.of', { count: heads.durable })}
        </Figure>
      </div>
      <div className="mosaic">
        <section className="panel w12" aria-label={t('overview.activity')}>
          <Activity key={split} stats={now} question={question} split={split} seconds={overview.seconds} to={to}>
            <h2>{t('overview.activity')}</h2>
            <div className="group" role="group" aria-label={t('overview.split')}>
              {SPLITS.map((one) => (
                <button
                  key={one}
                  type="button"
                  className="b small"
                  aria-pressed={one === split}
                  onClick={() =>
                    setParameters(
                      (old) => {
                        const next = new URLSearchParams(old);
                        next.set('split', one);
                        return next;
                      },
                      { replace: true },
                    )
                  }
                >
                  {t(`column.${one}`)}
                </button>
              ))}
            </div>
          </Activity>
        </section>
        <Rank title={t('overview.actors')} all={isActorAsked ? { to: to('actor:*'), count: actors.length } : null}>
          {top(now, 'actor').map((one, _, all) => (
            <RankRow
              key={one.value}
              to={to(fieldTerm('actor', one.value))}
              icon={<ActorIcon type={knownActor(one.value).type ?? 'user'} />}
              name={knownActor(one.value).name}
              count={one.count}
              share={one.count / (all[0]?.count ?? 1)}
            />
          ))}
        </Rank>
        <Rank title={t('overview.actions')} all={{ to: to('action:*'), count: actions.length }}>
          {top(now, 'action').map((one, _, all) => (
            <RankRow key={one.value} mono to={to(fieldTerm('action', one.value))} name={one.value} count={one.count} share={one.count / (all[0]?.count ?? 1)} />
          ))}
        </Rank>
        <Rank title={t('overview.failed')} all={{ to: to('outcome:(failure denied)'), count: overview.failed?.total }}>
          {top(overview.failed, 'action').map((one, _, all) => (
            <RankRow
              key={one.value}
              mono
              bad
              to={to(`${fieldTerm('action', one.value)} outcome:(failure denied)`)}
              icon={<Icon of={IconAlertCircle} className="bad" />}
              name={one.value}
              count={one.count}
              share={one.count / (all[0]?.count ?? 1)}
            />
          ))}
        </Rank>
        <section className="panel w6" aria-label={t('overview.first')}>
          <div className="bar">
            <h2>{t('overview.first')}</h2>
            <span className="note">{t('overview.first.span')}</span>
          </div>
          <div className="scroll" tabIndex={0} role="group" aria-label={t('overview.first')}>
            {!isActorAsked ? (
              <Uncounted className="mute empty" />
            ) : firstSeen.isLoading ? (
              <Later rows={6} />
            ) : (
              <table className="tb stack firsts">
                <thead>
                  <tr>
                    <th>{t('column.actor')}</th>
                    <th>{t('overview.firstAction')}</th>
                    <th>{t('column.client')}</th>
                    <th className="right">{t('overview.events')}</th>
                    <th className="right">{t('overview.at')}, {zoneName(zone)}</th>
                  </tr>
                </thead>
                <tbody>
                  {(firstSeen.data?.firsts ?? []).map((first) => (
                    <tr key={first.id}>
                      <td data-name={t('column.actor')}>
                        <Link className="who" href={to(fieldTerm('actor', first.actor))}>
                          <ActorIcon type={knownActor(first.actor).type} />
                          <Hostile text={knownActor(first.actor).name} />
                        </Link>
                      </td>
                      <td data-name={t('overview.firstAction')} className="mono long">
                        <Link className="who" href={`/o/${encodeURIComponent(scope.organization)}/events/${first.id ?? ''}`}>
                          <Dotted text={first.action ?? ''} />
                        </Link>
                      </td>
                      <td data-name={t('column.client')} className="mono">
                        {first.ip && !isClientAsked ? <Hostile text={first.ip} /> : first.ip ? <Link className="who" href={to(fieldTerm('ip', first.ip))}><Hostile text={first.ip} /></Link> : <span className="mute">–</span>}
                      </td>
                      <td data-name={t('overview.events')} className="num right">{number(first.count)}</td>
                      <td data-name={`${t('overview.at')}, ${zoneName(zone)}`} className="right num">{minute(Date.parse(first.time ?? ''), zone)}</td>
                    </tr>
                  ))}
                  {firstSeen.data?.count === 0 && (
                    <tr>
                      <td colSpan={5} className="mute">{t('overview.first.none')}</td>
                    </tr>
                  )}
                </tbody>
              </table>
            )}
          </div>
        </section>
        <section className="panel w6" aria-label={t('overview.hours')}>
          <div className="bar">
            <h2>{t('overview.hours')}</h2>
            <span className="note">{t('overview.hours.note', { zone: zoneName(zone) })}</span>
          </div>
          {hours.data && <Heat stats={hours.data} toMillis={question.toMillis} zone={zone} to={to} />}
        </section>
      </div>
    </>
  );
}

/** An action, which is broken between its words where it has to be. */
function Dotted({ text }: { text: string }) {
  return (
    <bdi title={marked(text)}>
      {marked(text).split(/(?<=\.)/).map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </bdi>
  );
}

/** Whether a share is more than twice what it was, and more than chance makes of that. */
function stands(count: number, total: number | undefined, before: number, totalBefore: number | undefined): boolean {
  const usual = totalBefore ? ((total ?? 0) * before) / totalBefore : 0;
  return totalBefore !== undefined && totalBefore * 10 > (total ?? 0) && count > 2 * usual && isSurprising(count, usual);
}

function share(count: number, total: number | undefined, before: number, totalBefore: number | undefined): string {
  const percent = (part: number, whole: number) => number(Math.round((part / Math.max(1, whole)) * 1000) / 10);
  if (count === 0) {
    return t('overview.none');
  }
  return totalBefore && totalBefore * 10 > (total ?? 0)
    ? t('overview.share.before', { percent: percent(count, total ?? 0), before: percent(before, totalBefore) })
    : t('overview.share', { percent: percent(count, total ?? 0) });
}

function Figure({ to, name, value, most, tone, children }: { to: string; name: string; value: number; most?: number; tone?: string; children?: ReactNode }) {
  return (
    <div>
      <Link href={to}>
        <span>{name}</span>
        <b>{value === most ? counted(value) : number(value)}</b>
      </Link>
      <small className={tone}>{children}</small>
    </div>
  );
}

/** In the place of a figure that is not counted. */
function NoFigure({ name }: { name: string }) {
  return (
    <div>
      <span className="none">
        <span>{name}</span>
        <b aria-hidden="true">–</b>
      </span>
      <small>
        <Uncounted className="inline" />
      </small>
    </div>
  );
}

/** What is counted up to a bound may be more. */
function counted(value: number): string {
  return `${number(value)}+`;
}

function Rank({ title, all, children }: { title: string; /** Null where it is not counted. */
  all: { to: string; count: number | undefined } | null; children: ReactNode }) {
  return (
    <section className="panel w4" aria-label={title}>
      <div className="bar">
        <h2>{title}</h2>
        {all?.count !== undefined && all.count > 0 && (
          <Link className="note all" href={all.to}>
            {t('overview.all', { count: all.count === COUNTED_MAX ? counted(all.count) : all.count })}
          </Link>
        )}
      </div>
      {all === null ? <Uncounted className="mute empty" /> : all.count === 0 ? <p className="mute empty">{t('overview.nothing')}</p> : <div className="rank">{children}</div>}
    </section>
  );
}

function RankRow({ to, icon, name, count, share, mono, bad }: {
  to: string;
  icon?: ReactNode;
  name: string;
  count: number;
  share: number;
  mono?: boolean;
  bad?: boolean;
}) {
  return (
    <Link href={to} className={icon ? undefined : 'bare'}>
      {icon}
      <span className={'cut' + (mono ? ' mono' : '')}>
        <Hostile text={name} />
      </span>
      <span className="n">{number(count)}</span>
      <em className={bad ? 'bad' : undefined} style={{ width: `calc((100% - 56px) * ${share})` }} />
    </Link>
  );
}

