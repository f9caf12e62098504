import { Menu } from '@mantine/core';
import { useState } from 'react';
import type { AuditEvent } from '../api/client';
import { IconArrowDown, IconArrowUp, IconCheck, IconColumns } from '../icons';
import { t } from '../i18n';
import { Icon } from '../ui/icon';
import { ColumnHead } from './column-head';
import { column, DEFAULT_COLUMNS, MORE_COLUMNS, type Column } from './columns';
import { useDensity } from './density';
import type { Change, Order } from './search';
import { useWidths } from './widths';

const STEP_PIXELS = 16;

/** The head of the table: all or none, the order of time, which columns. */
export function Head({ columns, order, change, events, selected, select }: {
  columns: Column[];
  order: Order;
  change: Change;
  events: AuditEvent[];
  selected: ReadonlySet<string>;
  select: (selected: ReadonlySet<string>) => void;
}) {
  const isAll = events.length > 0 && selected.size >= events.length;
  return (
    <div className="r th" role="row" aria-rowindex={1}>
      <span className="rail-gap" role="presentation" />
      <span className="pick" role="columnheader">
        <input
          type="checkbox"
          className="tick"
          aria-label={t('rows.pickAll', { count: events.length })}
          checked={isAll}
          onChange={() => select(isAll ? new Set() : new Set(events.map((one) => one.id ?? '')))}
        />
        {/* At the end of the row, and in no column that could go while it is open. */}
        <ColumnMenu columns={columns} order={order} change={change} />
      </span>
      {columns.map((one) => {
        const isTime = one.id === 'time';
        return (
          <ColumnHead
            key={one.id}
            column={one}
            sort={isTime && order !== 'received' ? (order === 'newest' ? 'descending' : 'ascending') : undefined}
            place={(id) => change({ columns: columns.flatMap((other) => (other.id === id ? [] : other.id === one.id ? [id, other.id] : [other.id])) }, { replace: true })}
          >
            {isTime ? (
              <button
                type="button"
                className="sort"
                title={t('rows.sort')}
                onClick={() => change({ order: order === 'newest' ? 'oldest' : 'newest' })}
              >
                {one.name}
                <Icon of={order === 'oldest' ? IconArrowUp : IconArrowDown} small />
              </button>
            ) : (
              one.name
            )}
          </ColumnHead>
        );
      })}
    </div>
  );
}

function ColumnMenu({ columns, order, change }: { columns: Column[]; order: Order; change: Change }) {
  const ids = columns.map((one) => one.id);
  const [path, setPath] = useState('');
  const [density, chooseDensity] = useDensity();
  const [widths, size] = useWidths();
  const toggle = (id: string) =>
    change({ columns: ids.includes(id) ? (ids.length > 1 ? ids.filter((one) => one !== id) : ids) : [...ids, id] }, { replace: true });
  const move = (id: string, by: number) => {
    const at = ids.indexOf(id);
    const next = ids.filter((one) => one !== id);
    next.splice(Math.max(0, at + by), 0, id);
    change({ columns: next }, { replace: true });
  };
  return (
    <Menu position="bottom-end" closeOnItemClick={false} width={260}>
      <Menu.Target>
        <button type="button" className="b plain small icon columns" aria-label={t('rows.columns')} title={t('rows.columns')}>
          <Icon of={IconColumns} small />
        </button>
      </Menu.Target>
      <Menu.Dropdown className="column-menu">
        <Menu.Label>{t('rows.columns.hint')}</Menu.Label>
        {[...ids, ...[...DEFAULT_COLUMNS, ...MORE_COLUMNS].filter((id) => !ids.includes(id))].map((id) => (
          <Menu.Item
            key={id}
            renderRoot={(all) => <button type="button" {...all} role="menuitemcheckbox" aria-checked={ids.includes(id)} />}
            leftSection={ids.includes(id) ? <Icon of={IconCheck} /> : <span className="i" />}
            onClick={() => toggle(id)}
            onKeyDown={(event) => {
              if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
                event.preventDefault();
                move(id, event.key === 'ArrowUp' ? -1 : 1);
              } else if (event.altKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight') && ids.includes(id)) {
                event.preventDefault();
                const head = document.querySelectorAll('.r.th .movable')[ids.indexOf(id)];
                size(id, (widths[id] ?? head?.getBoundingClientRect().width ?? 0) + (event.key === 'ArrowLeft' ? -STEP_PIXELS : STEP_PIXELS));
              }
            }}
          >
            {column(id).name}
          </Menu.Item>
        ))}
        <div className="column-path">
          <input
            aria-label={t('rows.columns.path')}
            placeholder="detail.labels.team"
            value={path}
            onChange={(event) => setPath(event.target.value)}
            onKeyDown={(event) => {
              event.stopPropagation();
              if (event.key === 'Enter' && /^[\w.-]+$/.test(path.trim())) {
                toggle(path.trim());
                setPath('');
              }
            }}
          />
        </div>
        {Object.keys(widths).length > 0 && (
          <Menu.Item leftSection={<span className="i" />} onClick={() => size(null)}>
            {t('rows.widths.usual')}
          </Menu.Item>
        )}
        <Menu.Divider />
        {(['newest', 'oldest', 'received'] as const).map((one) => (
          <Menu.Item
            key={one}
            renderRoot={(all) => <button type="button" {...all} role="menuitemradio" aria-checked={one === order} />}
            leftSection={one === order ? <Icon of={IconCheck} /> : <span className="i" />}
            onClick={() => change({ order: one })}
          >
            {t(`order.${one}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {(['compact', 'roomy'] as const).map((one) => (
          <Menu.Item
            key={one}
            renderRoot={(all) => <button type="button" {...all} role="menuitemradio" aria-checked={one === density} />}
            leftSection={one === density ? <Icon of={IconCheck} /> : <span className="i" />}
            onClick={() => chooseDensity(one)}
          >
            {t(`density.${one}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
