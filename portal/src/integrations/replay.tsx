import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/client';
import { t } from '../i18n';
import { Doer } from '../shell/deeds';
import { ago, bytes, number, span, useZone } from '../time';
import { ActButton } from '../ui/act-button';
import { Dialog, faultText } from '../ui/dialog';
import { Phrase } from '../ui/phrase';
import { useIntegrationChange, type Integration, type Replay } from './data';
import { RangeFields, rangeOf, useLastConfirmed, type Typed } from './replay-range';

/** What a replay would send, as far as it was counted. */
interface Preview {
  events: number;
  bytes: number;
  more: boolean;
}

/** As the fields show it. */
function thisSecond(): number {
  return Math.floor(Date.now() / 1000) * 1000;
}

/** Sends a range again; first it says how much that is. */
export function ReplayDialog({ integration, close }: { integration: Integration; close: () => void }) {
  const [zone] = useZone();
  const [typed, setTyped] = useState<Typed>(() => ({ by: 'time', begun: { millis: thisSecond() - 3_600_000 }, ended: { millis: thisSecond() }, first: '', last: '' }));
  const replay = useIntegrationChange(close);
  const confirmed = useLastConfirmed(integration, typed.by === 'last');
  const asked = rangeOf(typed, zone, confirmed.data ?? undefined);
  const range = 'range' in asked ? asked.range : null;
  const preview = useQuery({
    queryKey: ['replay-preview', integration.id, range],
    queryFn: ({ signal }) => call<Preview>(`/v1/integrations/${integration.id}/replay`, { method: 'POST', body: { ...range, preview: true }, signal }),
    enabled: range !== null,
  });
  const isNothing = preview.data?.events === 0;
  const error = typed.by === 'last' && confirmed.isError ? confirmed.error : preview.error;
  const said =
    error ? faultText(error)
    : 'fault' in asked && (typed.by !== 'last' || confirmed.data === null) ? asked.fault
    : !preview.data ? t('replay.counting')
    : isNothing ? t(typed.by === 'time' ? 'replay.nothing' : 'replay.nothing.numbers')
    : t(preview.data.more ? 'replay.willMore' : 'replay.will', { count: preview.data.events, size: bytes(preview.data.bytes) });
  return (
    <Dialog
      title={t('replay.title', { name: integration.name })}
      close={close}
      act={t('replay.start')}
      busy={replay.isPending}
      fault={replay.error}
      disabled={range === null || isNothing}
      submit={() =>
        replay.mutate({
          path: `/v1/integrations/${integration.id}/replay`,
          method: 'POST',
          body: range,
        })
      }
    >
      <RangeFields integration={integration} typed={typed} set={(more) => setTyped((before) => ({ ...before, ...more }))} confirmed={confirmed.data} />
      {said !== '' && <p className={'what' + (error ? ' warned' : '')} role="status">{said}</p>}
    </Dialog>
  );
}

/** Replays that run or ran, with their progress. */
export function Replays({ integration }: { integration: Integration }) {
  const { replays } = integration.status;
  return replays.length === 0 ? null : (
    <div className="parked">
      <h2>{t('replay.list')}</h2>
      {replays.map((one) => (
        <One key={one.id} integration={integration} replay={one} />
      ))}
    </div>
  );
}

/** What a replay brought, and what of its range it did not: together as many as its preview said. */
export function broughtText({ delivered, leftOut }: Pick<Replay, 'delivered' | 'leftOut'>): string {
  const left = (['refused', 'skipped', 'expired'] as const).filter((why) => leftOut[why] > 0);
  return [t('replay.sent', { count: number(delivered) }), ...left.map((why) => t(`replay.${why}`, { count: number(leftOut[why]) }))].join(', ');
}

/** Before so much of it went, nothing is said of how long the rest takes. */
const TOLD_FROM = { millis: 10_000, done: 0.02 };

/** How long it goes on at the pace that it has had so far; nothing where that says nothing. */
export function leftText({ state, deliveryState, started, done }: Pick<Replay, 'state' | 'deliveryState' | 'started' | 'done'>, nowMillis: number): string {
  const tookMillis = nowMillis - Date.parse(started);
  const isTold = state === 'running' && deliveryState === 'active' && done >= TOLD_FROM.done && done < 1 && tookMillis >= TOLD_FROM.millis;
  return isTold ? t('replay.left', { span: span((tookMillis / 1000) * ((1 - done) / done)) }) : '';
}

function One({ integration, replay }: { integration: Integration; replay: Replay }) {
  const cancel = useIntegrationChange();
  return (
    <div className="replaying">
      <span><Phrase of="replay.by" parts={{ by: <Doer id={replay.by} />, when: ago(Date.parse(replay.started), Date.now()) }} /></span>
      <span className="progress" role="progressbar" aria-label={t('replay')} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(replay.done * 100)}>
        <i style={{ width: `${replay.done * 100}%` }} />
      </span>
      <span className="num">{[broughtText(replay), leftText(replay, Date.now())].filter(Boolean).join(', ')}</span>
      {replay.state === 'running' ? (
        <ActButton className="b small" isBusy={cancel.isPending} onClick={() => cancel.mutate({ path: `/v1/integrations/${integration.id}/replay/${replay.id}`, method: 'DELETE' })}>
          {t('action.cancel')}
        </ActButton>
      ) : (
        <span className="mute">{t(replay.state === 'done' ? 'replay.done' : 'replay.cancelled')}</span>
      )}
      {cancel.error && replay.state === 'running' && <span className="bad" role="alert">{faultText(cancel.error)}</span>}
    </div>
  );
}
