import { useQuery } from '@tanstack/react-query';
import { address, call, type Stats } from '../api/client';
import { field, millisOf } from '../events/range-picker';
import { t, type MessageKey } from '../i18n';
import { withOwn } from '../query/reads';
import { asksUnasked } from '../query/unasked';
import { useUnasked } from '../shell/unasked';
import { useZone, zoneName } from '../time';
import { Labelled } from './labelled';

/** From where on a new integration gets events. */
export interface Start {
  is: 'now' | 'beginning' | 'time' | 'sequence';
  time: string;
  sequence: string;
}

const CHOICES: Start['is'][] = ['now', 'beginning', 'time', 'sequence'];

export const NOW: Start = { is: 'now', time: '', sequence: '0' };

/** As the API takes it, a time being one of the zone; what cannot be read goes as it was typed, and comes back as a fault of the field. */
export function startText(start: Start, zone: string): string {
  switch (start.is) {
    case 'now':
    case 'beginning':
      return start.is;
    case 'time': {
      const millis = millisOf(start.time, zone);
      return millis === null ? start.time : new Date(millis).toISOString();
    }
    case 'sequence':
      return `sequence:${start.sequence.trim()}`;
  }
}

export function StartField({ start, set, fault }: { start: Start; set: (start: Start) => void; fault: string | undefined }) {
  const [zone] = useZone();
  const isText = start.is === 'time' || start.is === 'sequence';
  const text = start.is === 'time' ? start.time : start.sequence;
  return (
    <>
      <Labelled label={t('form.start')} fault={isText ? undefined : fault}>
        {(props) => (
          <select
            {...props}
            className="text"
            value={start.is}
            onChange={(event) => {
              const is = CHOICES.find((one) => one === event.target.value) ?? 'now';
              set({ ...start, is, time: start.time || field(Date.now() - 86_400_000, zone) });
            }}
          >
            {CHOICES.map((one) => <option key={one} value={one}>{t(`form.start.${one}` as MessageKey)}</option>)}
          </select>
        )}
      </Labelled>
      {isText && (
        <Labelled label={t(`form.start.${start.is}.of` as MessageKey, { zone: zoneName(zone) })} fault={fault} help={t(start.is === 'time' ? 'range.form' : 'form.start.sequence.help')}>
          {(props) => (
            <input
              {...props}
              className="text mono"
              inputMode={start.is === 'sequence' ? 'numeric' : undefined}
              autoComplete="off"
              value={text}
              onChange={(event) => set({ ...start, [start.is]: event.target.value })}
            />
          )}
        </Labelled>
      )}
    </>
  );
}

/** What the choice means for what is there already. */
export function StartSentence({ start, organization, filter }: { start: Start; organization: string; filter: string }) {
  const isUnasked = asksUnasked(filter, useUnasked()) !== null;
  const kept = useQuery({
    queryKey: ['kept', organization, filter],
    queryFn: ({ signal }) => call<Stats>(address('/v1/events/stats', { organization, q: withOwn(filter) }), { signal }),
    enabled: start.is === 'beginning' && !isUnasked,
    retry: false,
  });
  return <p>{start.is === 'beginning' && kept.data?.total === undefined ? '' : t(`form.will.start.${start.is}` as MessageKey, { count: kept.data?.total ?? 0 })}</p>;
}
