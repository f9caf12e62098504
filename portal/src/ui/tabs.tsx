import type { ReactNode } from 'react';

export interface TabOf {
  id: string;
  name: string;
  note?: ReactNode;
}

/** Tabs with arrow keys, one tab stop. */
export function Tabs({ tabs, chosen, choose, label, panel }: {
  tabs: TabOf[];
  chosen: string;
  choose: (id: string) => void;
  label: string;
  panel: string;
}) {
  return (
    <div
      className="tabs"
      role="tablist"
      aria-label={label}
      onKeyDown={(event) => {
        const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        const at = tabs.findIndex((one) => one.id === chosen);
        const next = by === undefined ? undefined : tabs[(at + by + tabs.length) % tabs.length];
        if (next) {
          event.preventDefault();
          choose(next.id);
          document.getElementById(`tab-${next.id}`)?.focus();
        }
      }}
    >
      {tabs.map((tab) => (
        <button
          key={tab.id}
          id={`tab-${tab.id}`}
          type="button"
          role="tab"
          aria-selected={tab.id === chosen}
          aria-controls={panel}
          tabIndex={tab.id === chosen ? 0 : -1}
          onClick={() => choose(tab.id)}
        >
          {tab.name}
          {tab.note !== undefined && <span className="n">{tab.note}</span>}
        </button>
      ))}
    </div>
  );
}
