import { useEffect, useState, type RefObject } from 'react';
import { address, ask, type AuditEvent } from '../api/client';
import { useAway } from '../api/reach';
import { useMayExport } from '../api/session';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { number } from '../time';
import { ActButton } from '../ui/act-button';
import { copy } from '../ui/copy';
import { faultText } from '../ui/dialog';
import { Away } from '../ui/states';
import type { HeadsState } from './data';
import { evidenceName } from '../proof/evidence-name';
import { saveFile } from './download-run';
import type { Live } from './newer';
import type { RowsHandle } from './rows';
import type { Order } from './search';
import { part } from '../ui/part';

const Compare = part(() => import('./compare'), null);
const Download = part(() => import('./download'), null);

/** As many as one export names. */
const CHOSEN_MAX = 200;

/** Where in the table one is, how fresh it is; what can be done with what is selected. */
export function Foot({ events, columns, total, heads, live, isHeld, selected, clear, turn, order, grid }: {
  events: AuditEvent[];
  columns: string[];
  total: number | undefined;
  heads: HeadsState;
  live: Live | null;
  /** Whether what comes live waits, because the top is not seen. */
  isHeld: boolean;
  selected: ReadonlySet<string>;
  clear: () => void;
  /** Turns the order round, where the end was asked for and is too far away. */
  turn: (() => void) | undefined;
  order: Order;
  grid: RefObject<RowsHandle | null>;
}) {
  const [range, setRange] = useState<[number, number]>([0, 0]);
  const [comparing, setComparing] = useState(false);
  const [saving, setSaving] = useState(false);
  useEffect(() => {
    const look = () => setRange((before) => {
      const now = grid.current?.range ?? [0, 0];
      return now[0] === before[0] && now[1] === before[1] ? before : now;
    });
    look();
    const timer = setInterval(look, 250);
    return () => clearInterval(timer);
  }, [grid, events]);
  const away = useAway();
  const mayExport = useMayExport(useScope().organization);
  const lateSeconds = useLateness(heads);
  const chosen = events.filter((one) => selected.has(one.id ?? ''));
  const [one, other] = chosen;
  if (chosen.length > 0) {
    return (
      <div className="foot picked" role="region" aria-label={t('foot.selected', { count: chosen.length })}>
        {away !== null && <Away />}
        <b>{t('foot.selected', { count: chosen.length })}</b>
        <button
          type="button"
          className="b small"
          disabled={!mayExport || away !== null || chosen.length > CHOSEN_MAX}
          title={!mayExport ? t('download.right') : away !== null ? t('state.away') : chosen.length > CHOSEN_MAX ? t('download.chosen.max', { max: CHOSEN_MAX }) : undefined}
          onClick={() => setSaving(true)}
        >
          {t('download')}
        </button>
        <Evidence events={chosen} />
        <button type="button" className="b small" onClick={() => void copy(chosen.map((event) => event.id).join('\n'))}>
          {t('foot.copyIds')}
        </button>
        <button type="button" className="b small" disabled={chosen.length !== 2} onClick={() => setComparing(true)}>
          {t('foot.compare')}
        </button>
        <button type="button" className="b small plain" onClick={clear}>
          {t('foot.clear')}
        </button>
        {saving && (
          <Download chosen={chosen.map((event) => event.id ?? '')} order={order} columns={columns} total={chosen.length} close={() => setSaving(false)} />
        )}
        {comparing && one && other && <Compare one={one} other={other} close={() => setComparing(false)} />}
      </div>
    );
  }
  return (
    <div className="foot">
      {away !== null ? (
        <Away />
      ) : (
        <>
          {total !== undefined && range[1] > 0 && (
            <span className="num">{t('foot.range', { from: range[0], to: range[1], total: number(Math.max(total, events.length)) })}</span>
          )}
          {turn && total !== undefined && (
            <span role="status">
              {t('foot.far', { loaded: number(events.length), total: number(total) })}{' '}
              <button type="button" className="link" onClick={turn}>
                {t(order === 'newest' ? 'order.oldest' : 'order.newest')}
              </button>
            </span>
          )}
          {live ? (
            <span className={live.isConnected ? 'ok' : 'warn'}>
              {t(!live.isConnected ? 'live.connecting' : isHeld ? 'live.held' : live.isThinned ? 'live.thinned' : 'live.on', { count: live.perSecond })}
            </span>
          ) : (
            heads.isKnown && (
              <span className={lateSeconds > 0 ? 'warn' : undefined}>{lateSeconds > 0 ? t('foot.behind', { seconds: number(lateSeconds) }) : t('foot.fresh')}</span>
            )
          )}
        </>
      )}
      <span className="keys" aria-hidden="true">
        <kbd>J</kbd>
        <kbd>K</kbd> {t('foot.move')} <kbd>Enter</kbd> {t('foot.open')} <kbd>/</kbd> {t('foot.search')} <kbd>?</kbd> {t('foot.keys')}
      </span>
    </div>
  );
}

const EVIDENCE_MAX = 20;

/** The evidence of each, for an offline auditor: a file an event, as its drawer gives it. */
function Evidence({ events }: { events: AuditEvent[] }) {
  const { organization } = useScope();
  const mayExport = useMayExport(organization);
  const [done, setDone] = useState<number | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const save = async () => {
    setFault(null);
    try {
      for (const [index, event] of events.entries()) {
        setDone(index);
        const response = await ask(address(`/v1/events/${event.id}/evidence`, { organization }));
        saveFile(await response.blob(), evidenceName(organization, event));
      }
    } catch (error) {
      setFault(error);
    } finally {
      setDone(null);
    }
  };
  return (
    <>
      <ActButton
        className="b small"
        isBusy={done !== null}
        disabled={!mayExport || events.length > EVIDENCE_MAX}
        title={!mayExport ? t('download.right') : events.length > EVIDENCE_MAX ? t('foot.evidence.max', { max: EVIDENCE_MAX }) : t('foot.evidence.help')}
        onClick={() => void save()}
      >
        {done === null ? t('foot.evidence') : t('foot.evidence.saving', { done: done + 1, count: events.length })}
      </ActButton>
      {fault !== null && (
        <span className="bad" role="alert">
          {faultText(fault)}
        </span>
      )}
    </>
  );
}

const LATE_SECONDS = 5;

/** For how many seconds what was kept has not been searchable; 0 while that is no matter. */
function useLateness(heads: HeadsState): number {
  const { durable, searchable, answeredMillis } = heads;
  const [awaited, setAwaited] = useState({ durable, sinceMillis: answeredMillis });
  useEffect(
    () => setAwaited((before) => (searchable >= before.durable ? { durable, sinceMillis: answeredMillis } : before)),
    [durable, searchable, answeredMillis],
  );
  const seconds = searchable < awaited.durable ? Math.round((answeredMillis - awaited.sinceMillis) / 1000) : 0;
  return seconds >= LATE_SECONDS ? seconds : 0;
}
