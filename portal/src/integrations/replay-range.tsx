import { useQuery } from '@tanstack/react-query';
import { call } from '../api/client';
import { shownAs, type End } from '../events/range-picker';
import { t } from '../i18n';
import { ago, number, useZone, zoneName } from '../time';
import { Field } from '../ui/dialog';
import type { Integration } from './data';

/** By what it is said what goes out again. */
export type By = 'time' | 'sequence' | 'number' | 'last';

export interface Typed {
  by: By;
  begun: End;
  ended: End;
  /** As they are typed; both are meant. */
  first: string;
  last: string;
}

/** As the API takes it: `to` is what it ends before. */
export interface Range {
  from: string;
  to?: string;
}

/** The batches of a destination as `/v1/integrations/{id}/deliveries` tells them, latest first. */
export interface Delivery {
  lane: string;
  state: string;
  firstDestinationSequence: number;
  lastDestinationSequence: number;
  settled: string | null;
}

const PREFIX = { sequence: 'sequence:', number: 'destinationSequence:' };
const NUMBER = /^\d{1,18}$/;

/** What is typed, as a range, or what is wrong with it. */
export function rangeOf({ by, begun, ended, first, last }: Typed, zone: string, confirmed: Delivery | undefined): { range: Range } | { fault: string } {
  if (by === 'last') {
    return confirmed
      ? { range: { from: `${PREFIX.number}${confirmed.firstDestinationSequence}`, to: `${PREFIX.number}${confirmed.lastDestinationSequence + 1}` } }
      : { fault: '' };
  }
  if (by === 'time') {
    const [fromMillis, toMillis] = [shownAs(begun, zone)[1], shownAs(ended, zone)[1]];
    return fromMillis === null || toMillis === null
      ? { fault: t('range.unread') }
      : fromMillis >= toMillis
        ? { fault: t('range.order') }
        : { range: { from: new Date(fromMillis).toISOString(), to: new Date(toMillis).toISOString() } };
  }
  const from = first.trim();
  const to = last.trim();
  if (!NUMBER.test(from) || (to !== '' && !NUMBER.test(to))) {
    return { fault: t('replay.unread') };
  }
  if (to !== '' && BigInt(to) < BigInt(from)) {
    return { fault: t('replay.order') };
  }
  return { range: { from: PREFIX[by] + from, ...(to !== '' && { to: `${PREFIX[by]}${BigInt(to) + 1n}` }) } };
}

/** The last delivery of what came that the receiver confirmed: neither a replay nor what it refused. */
export function lastConfirmed(deliveries: Delivery[]): Delivery | undefined {
  return deliveries.find((one) => one.lane === 'live' && one.state === 'confirmed');
}

/** As many as an answer has: replays and what was parked stand among them. */
const LOOKED_AT = 1_000;

export function useLastConfirmed(integration: Integration, enabled: boolean) {
  return useQuery({
    queryKey: ['last-confirmed', integration.id],
    queryFn: async ({ signal }) => {
      const { deliveries } = await call<{ deliveries: Delivery[] }>(`/v1/integrations/${integration.id}/deliveries?limit=${LOOKED_AT}`, { signal });
      return lastConfirmed(deliveries) ?? null;
    },
    enabled,
    // What is looked at stays what goes out, whatever is confirmed meanwhile.
    staleTime: Infinity,
    gcTime: 0,
  });
}

/** What of the log goes out again, by time, by numbers, or what was confirmed last. */
export function RangeFields({ integration, typed, set, confirmed }: {
  integration: Integration;
  typed: Typed;
  set: (more: Partial<Typed>) => void;
  confirmed: Delivery | null | undefined;
}) {
  const [zone] = useZone();
  const { by } = typed;
  // Only an organization's log has sequences.
  const choices: By[] = ['time', ...(integration.organization === null ? [] : ['sequence' as const]), 'number', 'last'];
  return (
    <>
      <Field label={t('replay.what')}>
        <select className="text" data-autofocus value={by} onChange={(event) => set({ by: choices.find((one) => one === event.target.value) ?? 'time', first: '', last: '' })}>
          {choices.map((one) => <option key={one} value={one}>{t(`replay.what.${one}`)}</option>)}
        </select>
      </Field>
      {by === 'time' && <Times typed={typed} set={set} zone={zone} />}
      {(by === 'sequence' || by === 'number') && (
        <>
          <Whole label={t('replay.first')} value={typed.first} set={(first) => set({ first })} />
          <Whole
            label={t('replay.last')}
            value={typed.last}
            set={(last) => set({ last })}
            help={by === 'sequence' ? t('replay.sequence.help') : t('replay.number.help', { count: integration.status.confirmedTo })}
          />
        </>
      )}
      {by === 'last' && confirmed && (
        <p>
          {t(confirmed.firstDestinationSequence === confirmed.lastDestinationSequence ? 'replay.last.one' : 'replay.last.some', {
            first: number(confirmed.firstDestinationSequence),
            last: number(confirmed.lastDestinationSequence),
            when: ago(Date.parse(confirmed.settled ?? ''), Date.now()),
          })}
        </p>
      )}
      {by === 'last' && confirmed === null && <p>{t('replay.last.none')}</p>}
    </>
  );
}

function Times({ typed, set, zone }: { typed: Typed; set: (more: Partial<Typed>) => void; zone: string }) {
  const [from, fromMillis] = shownAs(typed.begun, zone);
  const [to, toMillis] = shownAs(typed.ended, zone);
  return (
    <>
      <Field label={t('replay.from', { zone: zoneName(zone) })}>
        <input className="text mono" value={from} aria-invalid={fromMillis === null} onChange={(event) => set({ begun: { text: event.target.value } })} />
      </Field>
      <Field label={t('replay.to', { zone: zoneName(zone) })} help={t('range.form')}>
        <input className="text mono" value={to} aria-invalid={toMillis === null} onChange={(event) => set({ ended: { text: event.target.value } })} />
      </Field>
    </>
  );
}

function Whole({ label, value, set, help }: { label: string; value: string; set: (value: string) => void; help?: string }) {
  return (
    <Field label={label} help={help}>
      <input className="text mono" inputMode="numeric" autoComplete="off" value={value} aria-invalid={value.trim() !== '' && !NUMBER.test(value.trim())} onChange={(event) => set(event.target.value)} />
    </Field>
  );
}
