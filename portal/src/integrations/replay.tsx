import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/client';
import { shownAs, type End } from '../events/range-picker';
import { t } from '../i18n';
import { Doer } from '../shell/deeds';
import { ago, number, useZone, zoneName } from '../time';
import { ActButton } from '../ui/act-button';
import { Dialog, faultText, Field } from '../ui/dialog';
import { Phrase } from '../ui/phrase';
import { useIntegrationChange, type Integration, type Replay } from './data';

/** As the fields show it. */
function thisSecond(): number {
  return Math.floor(Date.now() / 1000) * 1000;
}

/** Sends a range again; first it says how much that is. */
export function ReplayDialog({ integration, close }: { integration: Integration; close: () => void }) {
  const [zone] = useZone();
  const [begun, setFrom] = useState<End>(() => ({ millis: thisSecond() - 3_600_000 }));
  const [ended, setTo] = useState<End>(() => ({ millis: thisSecond() }));
  const replay = useIntegrationChange(close);
  const [from, fromMillis] = shownAs(begun, zone);
  const [to, toMillis] = shownAs(ended, zone);
  const isRead = fromMillis !== null && toMillis !== null && fromMillis < toMillis;
  const range = { from: new Date(fromMillis ?? 0).toISOString(), to: new Date(toMillis ?? 0).toISOString() };
  const preview = useQuery({
    queryKey: ['replay-preview', integration.id, fromMillis, toMillis],
    queryFn: ({ signal }) =>
      call<{ events: number; more: boolean }>(`/v1/integrations/${integration.id}/replay`, { method: 'POST', body: { ...range, preview: true }, signal }),
    enabled: isRead,
  });
  const isNothing = preview.data?.events === 0;
  return (
    <Dialog
      title={t('replay.title', { name: integration.name })}
      close={close}
      act={t('replay.start')}
      busy={replay.isPending}
      fault={replay.error}
      disabled={!isRead || isNothing}
      submit={() =>
        replay.mutate({
          path: `/v1/integrations/${integration.id}/replay`,
          method: 'POST',
          body: range,
        })
      }
    >
      <Field label={t('replay.from', { zone: zoneName(zone) })}>
        <input className="text mono" data-autofocus value={from} aria-invalid={fromMillis === null} onChange={(event) => setFrom({ text: event.target.value })} />
      </Field>
      <Field label={t('replay.to', { zone: zoneName(zone) })} help={t('range.form')}>
        <input className="text mono" value={to} aria-invalid={toMillis === null} onChange={(event) => setTo({ text: event.target.value })} />
      </Field>
      <p className={'what' + (preview.isError ? ' warned' : '')} role="status">
        {fromMillis === null || toMillis === null ? t('range.unread')
          : !isRead ? t('range.order')
          : preview.isError ? faultText(preview.error)
          : !preview.data ? t('replay.counting')
          : isNothing ? t('replay.nothing')
          : t(preview.data.more ? 'replay.willMore' : 'replay.will', { count: preview.data.events })}
      </p>
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

function One({ integration, replay }: { integration: Integration; replay: Replay }) {
  const cancel = useIntegrationChange();
  return (
    <div className="replaying">
      <span><Phrase of="replay.by" parts={{ by: <Doer id={replay.by} />, when: ago(Date.parse(replay.started), Date.now()) }} /></span>
      <span className="progress" role="progressbar" aria-label={t('replay')} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(replay.done * 100)}>
        <i style={{ width: `${replay.done * 100}%` }} />
      </span>
      <span className="num">{broughtText(replay)}</span>
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
