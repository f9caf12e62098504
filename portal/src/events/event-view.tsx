import type { AuditEvent } from '../api/client';
import { may } from '../api/rights';
import { useSession } from '../api/session';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { ago, full, useZone } from '../time';
import { Icon } from '../ui/icon';
import { IconClock } from '../icons';
import { Tabs } from '../ui/tabs';
import type { HeadsState } from './data';
import { DeliveryTab } from './delivery-tab';
import { Details } from './details';
import { Outcome, outcomeTone } from './icons';
import { JsonTab } from './json-tab';
import { Neighbours } from './neighbours';
import { ProofTab } from './proof-tab';
import { SealFoot } from './seal-foot';
import { Sentence, sentenceText } from './sentence';

/** An event: in words first, then its parts, its bytes, what was around it, its proof. */
export function EventView({ event, tab, choose, heads }: {
  event: AuditEvent;
  tab: string;
  choose: (tab: string) => void;
  heads: HeadsState;
}) {
  const [zone] = useZone();
  const { organization } = useScope();
  const session = useSession();
  const millis = Date.parse(event.time ?? '');
  const tabs = [
    { id: 'details', name: t('tab.details') },
    { id: 'json', name: t('tab.json') },
    { id: 'neighbours', name: t('tab.neighbours') },
    { id: 'proof', name: t('tab.proof') },
    ...(session.is === 'signed-in' && may(session.identity.roles, ['integrate'], organization) ? [{ id: 'delivery', name: t('tab.delivery') }] : []),
  ];
  const shown = tabs.some((one) => one.id === tab) ? tab : 'details';
  return (
    <>
      <div className="say">
        <p title={sentenceText(event, true)}>
          <Sentence event={event} withClient />
        </p>
        <div className="meta num">
          <span className={`tag ${outcomeTone(event.outcome)}`}>
            <Outcome outcome={event.outcome} />
          </span>
          <span>{full(millis, zone)}</span>
          <span>{ago(millis, Date.now())}</span>
          {event.timeFrom === 'receipt' && (
            <span title={t('details.timeFromReceipt')}>
              <Icon of={IconClock} small /> {t('details.timeFromReceipt')}
            </span>
          )}
        </div>
      </div>
      <Tabs tabs={tabs} chosen={shown} choose={choose} label={t('drawer.tabs')} panel="event-panel" />
      <div className="db" id="event-panel" role="tabpanel" aria-labelledby={`tab-${shown}`} tabIndex={0}>
        {shown === 'details' && <Details event={event} />}
        {shown === 'json' && <JsonTab event={event} />}
        {shown === 'neighbours' && <Neighbours event={event} />}
        {shown === 'proof' && <ProofTab event={event} />}
        {shown === 'delivery' && <DeliveryTab event={event} />}
      </div>
      <SealFoot event={event} heads={heads} />
    </>
  );
}
