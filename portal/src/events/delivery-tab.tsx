import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { address, call, type AuditEvent } from '../api/client';
import type { operations } from '../api/schema';
import { t, type MessageKey } from '../i18n';
import { useScope } from '../shell/scope';
import { full, number, useZone } from '../time';
import { marked } from '../ui/hostile';
import { Failure, Later } from '../ui/states';

type Answer = operations['getDeliveriesOfEvent']['responses'][200]['content']['application/json'];

const AGAIN_MILLIS = 3_000;
const TONES: Record<string, string> = { confirmed: '', sent: '', waiting: 'warn', sending: 'warn', parked: 'bad', skipped: 'none', filtered: 'none', outside: 'none' };

/** Where the event went: at each integration confirmed, waiting, parked or left out, and under which number. */
export function DeliveryTab({ event }: { event: AuditEvent }) {
  const { organization } = useScope();
  const [zone] = useZone();
  const query = useQuery({
    queryKey: ['event-deliveries', organization, event.id],
    queryFn: ({ signal }) => call<Answer>(address(`/v1/events/${event.id ?? ''}/deliveries`, { organization }), { signal }),
    refetchInterval: (asked) => (asked.state.data?.deliveries?.some((one) => one.state === 'waiting' || one.state === 'sending') ? AGAIN_MILLIS : false),
  });
  if (!query.data) {
    return query.isError ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Later rows={3} />;
  }
  const deliveries = query.data.deliveries ?? [];
  const to = `/o/${encodeURIComponent(organization)}/integrations`;
  return (
    <section className="sec">
      <h2 className="h3">{t('tab.delivery')}</h2>
      {deliveries.length === 0 ? (
        <p className="dim">
          {t('went.none')} <Link href={`${to}/new`}>{t('goTo.newIntegration')}</Link>
        </p>
      ) : (
        <ul className="went">
          {deliveries.map((one) => (
            <li key={one.integration}>
              <span className={`dot-of ${TONES[one.state ?? ''] ?? 'none'}`} aria-hidden="true" />
              <div>
                <Link href={to}>{marked(one.name ?? '')}</Link>
                <p className="mute">
                  {t(`went.${one.state ?? 'waiting'}` as MessageKey)}
                  {one.since !== undefined && `, ${full(Date.parse(one.since), zone)}`}
                </p>
              </div>
              {one.destinationSequence !== undefined && <span className="num mute">{t('went.number', { number: number(one.destinationSequence) })}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
