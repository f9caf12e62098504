import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { address, call, type AuditEvent } from '../api/client';
import { may } from '../api/rights';
import { useSession } from '../api/session';
import { IconEraser } from '../icons';
import { pieces, t } from '../i18n';
import { useScope } from '../shell/scope';
import { day, useZone } from '../time';
import { Icon } from '../ui/icon';

type Erasure = NonNullable<AuditEvent['erasures']>[number];

/** Whether this part of an event was there, and is no more. */
export function isErased(event: AuditEvent, part: 'actor' | 'targets' | 'client'): boolean {
  return event.erased?.includes(part) ?? false;
}

/** Stands where such a part would. */
export function Gone() {
  return <span className="mute">{t('rows.erased')}</span>;
}

/** Which parts are no longer there, so that nobody takes their absence for a fault; since when, and by which request. */
export function Erased({ event }: { event: AuditEvent }) {
  return event.erased?.length ? (
    <div className="what erased-parts">
      <Icon of={IconEraser} />
      <div>
        <p>{t('details.erased', { parts: event.erased.map((part) => t(`part.${part}`)).join(', ') })}</p>
        <Requests event={event} />
      </div>
    </div>
  ) : null;
}

function Requests({ event }: { event: AuditEvent }) {
  const { organization } = useScope();
  // A row of the table knows what went, but not by what.
  const asked = useQuery({
    queryKey: ['event', organization, event.id, 'erasures'],
    queryFn: async ({ signal }) => (await call<AuditEvent>(address(`/v1/events/${event.id}`, { organization }), { signal })).erasures ?? [],
    enabled: event.erasures === undefined,
    staleTime: (query) => (query.state.data?.every((one) => one.completed) ? Infinity : 0),
  });
  const erasures = event.erasures ?? asked.data ?? [];
  return (
    <>
      {erasures.length > 1 && <p>{t('details.erasedByOne')}</p>}
      {erasures.map((one) => (
        <p key={one.id}>
          <Request erasure={one} />
        </p>
      ))}
    </>
  );
}

/** Leads to the certificate whoever may see it. */
function Request({ erasure }: { erasure: Erasure }) {
  const [zone] = useZone();
  const { organization } = useScope();
  const session = useSession();
  const id = erasure.id ?? '';
  const isTheirs = session.is === 'signed-in' && may(session.identity.roles, ['administer'], organization);
  return pieces(erasure.completed ? 'details.erasedBy' : 'details.erasingBy').map((piece, index) =>
    typeof piece === 'string' ? (
      piece
    ) : piece.name === 'day' ? (
      day(Date.parse(erasure.completed ?? ''), zone)
    ) : isTheirs ? (
      <Link key={index} className="mono" href={`/o/${encodeURIComponent(organization)}/lifecycle/erasures?open=${encodeURIComponent(id)}`}>
        {id}
      </Link>
    ) : (
      <span key={index} className="mono">{id}</span>
    ),
  );
}
