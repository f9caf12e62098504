import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { address, call, type AuditEvent } from '../api/client';
import { IconArrowsDiagonal, IconChevronDown, IconChevronUp, IconLink, IconX } from '../icons';
import { t } from '../i18n';
import { remember, preference } from '../prefs';
import { useScope } from '../shell/scope';
import { number } from '../time';
import { copy } from '../ui/copy';
import { Icon } from '../ui/icon';
import { Failure, Later } from '../ui/states';
import type { HeadsState } from './data';
import { EventView } from './event-view';
import { alone, type Change } from './search';

const WIDTH_MIN = 360;
const WIDTH_MAX = 720;
const WIDTH_USUAL = 440;
/** What facets and table need beside it. */
const BESIDE = 920;

/** One event beside the table, without covering it. */
export default function Drawer({ id, tab, change, close, step, known, heads }: {
  id: string;
  tab: string;
  change: Change;
  close: () => void;
  step: (by: number) => void;
  known: AuditEvent | undefined;
  heads: HeadsState;
}) {
  const scope = useScope();
  const [here] = useSearchParams();
  const event = useEvent(scope.organization, id, known);
  const [width, setWidth] = useState(() => Number(preference('drawer-width', '')) || Math.min(WIDTH_USUAL, Math.max(WIDTH_MIN, window.innerWidth - BESIDE)));
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    panel.current?.parentElement?.style.setProperty('--drawer', `${width}px`);
  }, [width]);
  const resize = (next: number) => {
    const kept = Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, next));
    setWidth(kept);
    remember('drawer-width', String(kept));
  };
  return (
    <aside className="drawer" ref={panel} aria-label={t('drawer.label')}>
      <div
        className="grip"
        role="separator"
        aria-orientation="vertical"
        aria-label={t('drawer.width')}
        aria-valuenow={width}
        aria-valuemin={WIDTH_MIN}
        aria-valuemax={WIDTH_MAX}
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) {
            resize(window.innerWidth - event.clientX);
          }
        }}
        onKeyDown={(event) => {
          const by = { ArrowLeft: 20, ArrowRight: -20 }[event.key];
          if (by) {
            event.preventDefault();
            resize(width + by);
          }
        }}
      />
      <div className="dh">
        <span className="mute">{t('drawer.event')}&nbsp;</span>
        <span className="mono grow cut">{event.data?.sequence === undefined ? id.slice(0, 13) : number(event.data.sequence)}</span>
        <IconButton name={`${t('drawer.previous')}, K`} icon={IconChevronUp} act={() => step(-1)} />
        <IconButton name={`${t('drawer.next')}, J`} icon={IconChevronDown} act={() => step(1)} />
        <IconButton
          name={t('drawer.copyLink')}
          icon={IconLink}
          act={() => void copy(`${window.location.origin}/o/${encodeURIComponent(scope.organization)}/events/${id}`)}
        />
        <Link
          className="b plain small icon"
          aria-label={t('drawer.alone')}
          title={t('drawer.alone')}
          href={alone(scope.organization, here, id)}
        >
          <Icon of={IconArrowsDiagonal} />
        </Link>
        <IconButton name={`${t('action.close')}, Esc`} icon={IconX} act={close} />
      </div>
      {event.data ? (
        <EventView event={event.data} tab={tab} choose={(next) => change({ tab: next }, { replace: true })} heads={heads} />
      ) : event.isError ? (
        <Failure error={event.error} retry={() => void event.refetch()} />
      ) : (
        <Later rows={6} />
      )}
    </aside>
  );
}

function IconButton({ name, icon, act }: { name: string; icon: typeof IconX; act: () => void }) {
  return (
    <button type="button" className="b plain small icon" aria-label={name} title={name} onClick={act}>
      <Icon of={icon} />
    </button>
  );
}

/** An event by its id; one that is in the table already is shown at once. */
export function useEvent(organization: string, id: string, known?: AuditEvent) {
  return useQuery({
    queryKey: ['event', organization, id],
    queryFn: ({ signal }) => call<AuditEvent>(address(`/v1/events/${id}`, { organization }), { signal }),
    ...(known ? { initialData: known } : {}),
    staleTime: Infinity,
  });
}
