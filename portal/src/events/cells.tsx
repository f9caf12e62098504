import { memo } from 'react';
import type { AuditEvent } from '../api/client';
import { IconClock } from '../icons';
import { t } from '../i18n';
import { ago, clock, full } from '../time';
import { Hostile } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { plainValue, type Column } from './columns';
import { Gone, isErased } from './erased';
import { ActorIcon, OperationIcon, Outcome, outcomeTone } from './icons';
import { isApart } from './items';
import { actorName, actorValue, onBehalfOf, shortId, targetName, targetValue } from './naming';
import { Value } from './value-menu';
import { word } from './words';

/** One cell of a row. */
export const Cell = memo(function Cell({ column, event, zone, cell, isActive, open }: {
  column: Column;
  event: AuditEvent;
  zone: string;
  cell: number;
  isActive: boolean;
  open: (event: AuditEvent) => void;
}) {
  const common = { role: 'gridcell', 'data-cell': cell, 'data-active': isActive || undefined } as const;
  switch (column.id) {
    case 'time':
    case 'received':
      return (
        <span {...common} className="t mono">
          <Time event={event} which={column.id} zone={zone} />
        </span>
      );
    case 'actor': {
      const behalf = onBehalfOf(event.actor);
      return (
        <span {...common} className="ic actor">
          <ActorIcon type={event.actor?.type} />
          <span className="fit">
            {isErased(event, 'actor') ? <Gone /> : <Value inGrid asked={{ field: 'actor', value: actorValue(event.actor), label: actorName(event.actor), action: event.action, open: () => open(event) }}>
              <Hostile text={actorName(event.actor) || '–'} />
            </Value>}
            {behalf.length > 0 && (
              <span className="sub" title={behalf.map((one) => actorName(one)).join(' → ')}>
                {t('rows.for', { name: '' })}
                <Hostile text={actorName(behalf[0])} />
              </span>
            )}
          </span>
        </span>
      );
    }
    case 'action':
      return (
        <span {...common} className="ic act">
          <OperationIcon operation={event.operation} />
          <span className="cut mono">
            <Value inGrid asked={{ field: 'action', value: event.action ?? '', label: event.action ?? '', open: () => open(event) }}>
              <Hostile text={event.action ?? ''} />
            </Value>
          </span>
        </span>
      );
    case 'target': {
      const first = event.targets?.[0];
      const more = (event.targets?.length ?? 0) - 1;
      return (
        <span {...common} className="target">
          <span className="fit">
            {first ? (
              <>
                <Value inGrid asked={{ field: 'target', value: targetValue(first), label: targetName(first), open: () => open(event) }}>
                  <Hostile text={targetName(first) === first.id ? shortId(first.id) : targetName(first)} />
                </Value>
                {more > 0 ? (
                  <span className="sub">{t('say.more', { count: more })}</span>
                ) : (
                  first.type && (
                    <span className="sub">
                      <Hostile text={first.type} />
                    </span>
                  )
                )}
              </>
            ) : (
              isErased(event, 'targets') ? <Gone /> : <span className="mute">–</span>
            )}
          </span>
        </span>
      );
    }
    case 'outcome':
      return (
        <span {...common} className={`ic o ${outcomeTone(event.outcome)}`}>
          <Value inGrid className="ic" asked={{ field: 'outcome', value: event.outcome ?? '', label: event.outcome ?? '', open: () => open(event) }}>
            <Outcome outcome={event.outcome} />
          </Value>
        </span>
      );
    case 'client':
      return (
        <span {...common} className="ip mono cut">
          {isErased(event, 'client') ? <Gone /> : <Value inGrid asked={{ field: 'ip', value: event.client?.ip ?? '', label: event.client?.ip ?? '', open: () => open(event) }}>
            <Hostile text={event.client?.ip ?? '–'} />
          </Value>}
        </span>
      );
    default: {
      const value = plainValue(event, column.id);
      return (
        <span {...common} className={'cut other' + (column.mono ? ' mono' : '')}>
          {column.field ? (
            <Value inGrid asked={{ field: column.field, value, label: value, open: () => open(event) }}>
              <Hostile text={word(column.field, value) || '–'} />
            </Value>
          ) : (
            <Hostile text={value || '–'} />
          )}
        </span>
      );
    }
  }
});

function Time({ event, which, zone }: { event: AuditEvent; which: 'time' | 'received'; zone: string }) {
  const millis = Date.parse(event[which] ?? '');
  if (Number.isNaN(millis)) {
    return <>–</>;
  }
  const apart = which === 'time' && isApart(event);
  // Only when somebody asks: most rows are scrolled past.
  const tell = (of: HTMLElement) => {
    of.title = [
      full(millis, 'UTC'),
      zone === 'UTC' ? '' : full(millis, zone),
      ago(millis, Date.now()),
      apart ? t('rows.received', { time: full(Date.parse(event.received ?? ''), zone) }) : '',
    ].filter(Boolean).join('\n');
  };
  return (
    <time dateTime={event[which]} onPointerEnter={(hover) => tell(hover.currentTarget)}>
      {clock(millis, zone)}
      {apart && <Icon of={IconClock} small className="apart" />}
    </time>
  );
}
