import { memo } from 'react';
import { Link } from 'wouter';
import type { AuditEvent } from '../api/client';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { longDay } from '../time';
import { Cell } from './cells';
import type { Column } from './columns';
import type { HeadsState } from './data';
import { sentenceText } from './sentence';

interface Place {
  start: number;
  size: number;
}

const placed = ({ start, size }: Place) => ({ top: start, height: size });

/** What a row may ask for; the same object as long as the table lives, so that scrolling draws new rows only. */
export interface RowActs {
  open(event: AuditEvent): void;
  pick(event: AuditEvent, index: number, isRange: boolean): void;
}

/** One event of the table. */
export const EventRow = memo(function EventRow({ event, index, start, size, columns, zone, activeCell, isOpen, isPicked, isNew, isSealed, acts }: Place & {
  event: AuditEvent;
  index: number;
  columns: Column[];
  zone: string;
  /** The cell with the focus; -1 where the row has none. */
  activeCell: number;
  isOpen: boolean;
  isPicked: boolean;
  isNew: boolean;
  isSealed: boolean;
  acts: RowActs;
}) {
  return (
    <div
      id={`row-${index}`}
      className="r"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isOpen || isPicked}
      data-open={isOpen || undefined}
      data-active={activeCell >= 0 || undefined}
      data-new={isNew || undefined}
      data-id={event.id}
      style={placed({ start, size })}
      onClick={() => acts.open(event)}
    >
      <span className={'rail' + (isSealed ? '' : ' open')} role="gridcell" aria-label={t(isSealed ? 'seal.sealed' : 'seal.kept')} />
      <span className="pick" role="gridcell">
        <input
          type="checkbox"
          className="tick"
          tabIndex={-1}
          aria-label={t('rows.pick', { event: sentenceText(event) })}
          checked={isPicked}
          onClick={(click) => click.stopPropagation()}
          onChange={(click) => acts.pick(event, index, (click.nativeEvent as MouseEvent).shiftKey)}
        />
      </span>
      {columns.map((one, cell) => (
        <Cell key={one.id} column={one} event={event} zone={zone} cell={cell + 1} isActive={cell + 1 === activeCell} open={acts.open} />
      ))}
    </div>
  );
});

/** A day begins. */
export function DayLine({ millis, zone, ...place }: Place & { millis: number; zone: string }) {
  return (
    <div className="day" role="row" style={placed(place)}>
      <span role="gridcell">{longDay(millis, zone)}</span>
    </div>
  );
}

/** From here on everything is sealed. */
export function SealLine({ heads, ...place }: Place & { heads: HeadsState }) {
  const { organization } = useScope();
  return (
    <div className="seal" role="row" style={placed(place)}>
      <span className="knot" aria-hidden="true">
        <svg viewBox="0 0 14 14" fill="var(--surface)" stroke="currentColor" strokeWidth="2.5">
          <circle cx="7" cy="7" r="4.5" />
        </svg>
      </span>
      <span className="cut" role="gridcell">
        {t(heads.isWitnessed ? 'seal.witnessed' : 'seal.published', { count: heads.sealed })}
      </span>
      <span role="gridcell">
        <Link href={`/o/${encodeURIComponent(organization)}/proof`} tabIndex={-1} onClick={(event) => event.stopPropagation()}>
          {t('page.proof')}
        </Link>
      </span>
    </div>
  );
}
