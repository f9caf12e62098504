import { useState, type DragEvent, type ReactNode } from 'react';
import type { Column } from './columns';

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
    </span>
  );
}
