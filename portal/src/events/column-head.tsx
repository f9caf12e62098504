import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { t } from '../i18n';
import type { Column } from './columns';
import { fitting, useWidths } from './widths';

const DRAGGED = 'application/x-indelible-column';

/** The head of a column, which is dragged to another place; the menu does the same by keys. */
export function ColumnHead({ column, sort, place, children }: {
  column: Column;
  sort: 'ascending' | 'descending' | undefined;
  /** Puts a column before this one. */
  place: (id: string) => void;
  children: ReactNode;
}) {
  const [isOver, setOver] = useState(false);
  const isColumn = (event: DragEvent) => event.dataTransfer.types.includes(DRAGGED);
  return (
    <span
      role="columnheader"
      className={(column.id === 'time' ? 't ' : '') + 'movable'}
      data-over={isOver || undefined}
      aria-sort={sort}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAGGED, column.id);
        event.dataTransfer.effectAllowed = 'move';
      }}
      onDragOver={(event) => {
        if (isColumn(event)) {
          event.preventDefault();
          setOver(true);
        }
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const id = event.dataTransfer.getData(DRAGGED);
        if (id && id !== column.id) {
          event.preventDefault();
          place(id);
        }
      }}
    >
      {children}
      <Sizer column={column} />
    </span>
  );
}

/** The right edge of a column: dragged, it sizes it; clicked twice, it fits. The menu does the same by keys. */
function Sizer({ column }: { column: Column }) {
  const [, size] = useWidths();
  const begun = useRef<{ x: number; width: number } | null>(null);
  return (
    <span
      className="sizer"
      aria-hidden="true"
      title={t('rows.size')}
      // Or the browser would drag the head to another place.
      onMouseDown={(event) => event.preventDefault()}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        begun.current = { x: event.clientX, width: event.currentTarget.parentElement?.getBoundingClientRect().width ?? 0 };
      }}
      onPointerMove={(event) => {
        if (begun.current && event.clientX !== begun.current.x) {
          size(column.id, begun.current.width + event.clientX - begun.current.x);
        }
      }}
      onLostPointerCapture={() => {
        begun.current = null;
      }}
      onDoubleClick={(event) => {
        const head = event.currentTarget.parentElement;
        if (head) {
          size(column.id, fitting(head));
        }
      }}
    />
  );
}
