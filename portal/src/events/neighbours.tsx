import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { address, call, type AuditEvent, type EventPage, type Stats } from '../api/client';
import { t, type MessageKey } from '../i18n';
import { fieldTerm } from '../query/terms';
import { isUnasked } from '../query/unasked';
import { scopeParameters, useScope } from '../shell/scope';
import { useUnasked } from '../shell/unasked';
import { clock, number, useZone } from '../time';
import { Later } from '../ui/states';
import { actorValue, targetValue } from './naming';
import { outcomeTone } from './icons';
import { alone, elsewhere } from './search';
import { Sentence } from './sentence';
import { Uncounted } from './unasked-note';

const SPAN_MILLIS = 10 * 60_000;
const ROWS_MAX = 100;

type Kind = 'actor' | 'target' | 'client' | 'correlation';

interface Question {
  kind: Kind;
  field: string;
  q: string;
  from: string;
  to: string;
}

/** What else there is around an event: ten minutes to each side. */
function questions(event: AuditEvent): Question[] {
  const millis = Date.parse(event.time ?? '');
  const range = { from: new Date(millis - SPAN_MILLIS).toISOString(), to: new Date(millis + SPAN_MILLIS).toISOString() };
  const of = (kind: Kind, field: string, value: string | undefined) => (value ? [{ kind, field, q: fieldTerm(field, value), ...range }] : []);
  return [
    ...of('actor', 'actor', actorValue(event.actor)),
    ...of('target', 'target', targetValue(event.targets?.[0])),
    ...of('client', 'ip', event.client?.ip),
    ...of('correlation', 'correlationId', event.correlationId),
  ];
}

/** Whether the event says anything by which others around it are found. */
export function hasNeighbours(event: AuditEvent): boolean {
  return questions(event).length > 0;
}

export function NeighbourCounts({ event }: { event: AuditEvent }) {
  const unasked = useUnasked();
  const all = questions(event);
  const asked = all.filter((one) => !isUnasked(unasked, one.field));
  return (
    <>
      <div className="near">
        {asked.map((question) => (
          <Count key={question.kind} question={question} />
        ))}
      </div>
      <Unasked all={all} asked={asked} />
    </>
  );
}

/** By what others are not looked for. */
function Unasked({ all, asked }: { all: Question[]; asked: Question[] }) {
  const left = all.filter((one) => !asked.includes(one));
  return left.length === 0 ? null : (
    <div className="mute near-unasked">
      {left.map(({ kind }) => t(`neighbours.${kind}` as MessageKey)).join(', ')}: <Uncounted className="inline" />
    </div>
  );
}

function Count({ question: { kind, field: _, ...asked } }: { question: Question }) {
  const scope = useScope();
  const [here] = useSearchParams();
  const parameters = { ...scopeParameters(scope), ...asked };
  const count = useQuery({
    queryKey: ['count', parameters],
    queryFn: ({ signal }) => call<Stats>(address('/v1/events/stats', parameters), { signal }),
    staleTime: Infinity,
  });
  return (
    <Link href={elsewhere(scope.organization, here, asked)}>
      <b>{count.data ? number(count.data.total ?? 0) : count.isError ? '–' : '…'}</b>
      <span>{t(`neighbours.${kind}` as MessageKey)}</span>
    </Link>
  );
}

/** The neighbours themselves on one time axis. */
export function Neighbours({ event }: { event: AuditEvent }) {
  const scope = useScope();
  const [here] = useSearchParams();
  const [zone] = useZone();
  const unasked = useUnasked();
  const whole = questions(event);
  const all = whole.filter((one) => !isUnasked(unasked, one.field));
  const rows = useQuery({
    queryKey: ['neighbours', scopeParameters(scope), event.id, all.length],
    queryFn: async ({ signal }) => {
      const q = all.map((one) => one.q).join(' OR ');
      const page = await call<EventPage>(
        address('/v1/events', { ...scopeParameters(scope), q, from: all[0]?.from, to: all[0]?.to, order: 'oldest', limit: ROWS_MAX }),
        { signal },
      );
      return page.events ?? [];
    },
    enabled: all.length > 0,
    staleTime: Infinity,
  });
  if (all.length === 0) {
    return whole.length === 0 ? <p className="mute pad-in">{t('neighbours.none')}</p> : <div className="pad-in"><Unasked all={whole} asked={all} /></div>;
  }
  if (!rows.data) {
    return <Later rows={5} />;
  }
  const own = Date.parse(event.time ?? '');
  return (
    <section className="sec">
      <h2 className="h3">
        {t('tab.neighbours')}
        <span className="end">{t('neighbours.span')}</span>
      </h2>
      <svg className="axis-line" viewBox="0 0 400 24" preserveAspectRatio="none" aria-hidden="true">
        <path d="M0 12H400" stroke="var(--line-strong)" />
        {rows.data.map((one) => {
          const x = 200 + ((Date.parse(one.time ?? '') - own) / SPAN_MILLIS) * 200;
          return <path key={one.id} d={`M${x} ${one.id === event.id ? 2 : 6}v${one.id === event.id ? 20 : 12}`} stroke={one.id === event.id ? 'var(--accent)' : 'var(--bar-2)'} strokeWidth={one.id === event.id ? 3 : 1.5} />;
        })}
      </svg>
      <ol className="near-rows">
        {rows.data.map((one) => (
          <li key={one.id} aria-current={one.id === event.id || undefined}>
            <span className="mono mute">{clock(Date.parse(one.time ?? ''), zone).slice(0, 8)}</span>
            <span className={'dot-of ' + outcomeTone(one.outcome)} aria-hidden="true" />
            <Link href={alone(scope.organization, here, one.id ?? '')}>
              <Sentence event={one} />
            </Link>
          </li>
        ))}
      </ol>
      <Unasked all={whole} asked={all} />
    </section>
  );
}
