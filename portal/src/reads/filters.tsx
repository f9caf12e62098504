import type { Stats } from '../api/client';
import { knownActor } from '../events/naming';
import { hasMessage, t } from '../i18n';
import { day, useZone } from '../time';
import { Uncounted } from '../events/unasked-note';
import { marked } from '../ui/hostile';
import type { Chosen, Day } from './data';

/** Of whom, what and which day the reads are. */
export function ReadFilters({ isActorAsked, stats, days, chosen, choose }: {
  isActorAsked: boolean;
  stats: Stats | undefined;
  days: Day[];
  chosen: Chosen;
  choose: (more: Partial<Chosen>) => void;
}) {
  const actors = options(stats, 'actor', chosen.actor, (value) => knownActor(value).name);
  const acts = options(stats, 'action', chosen.act, actName);
  const [zone] = useZone();
  return (
    <div className="bar reads-filters">
      {isActorAsked ? (
        <Choice name={t('reads.viewer')} all={t('reads.all.viewers')} value={chosen.actor} options={actors} choose={(actor) => choose({ actor })} />
      ) : (
        <div className="choice">
          <span className="mute">{t('reads.viewer')}</span>
          <Uncounted />
        </div>
      )}
      <Choice
        name={t('reads.what')}
        all={t('reads.all.acts')}
        value={chosen.act}
        options={acts}
        choose={(act) => choose({ act })}
      />
      <Choice
        name={t('reads.day')}
        all={t('reads.all.days')}
        value={chosen.day}
        options={days.map((one) => ({ value: one.date, label: t('reads.option', { name: day(one.fromMillis, zone), count: one.count }) }))}
        choose={(date) => choose({ day: date })}
      />
    </div>
  );
}

/** What somebody did, in words where the catalogs have them. */
export function actName(act: string): string {
  const key = `reads.act.${act}`;
  return hasMessage(key) ? t(key) : act;
}

interface Option {
  value: string;
  label: string;
}

/** What there is to choose, and what is chosen though there is none of it. */
function options(stats: Stats | undefined, field: string, chosen: string, named: (value: string) => string): Option[] {
  const found = (stats?.top?.[field] ?? []).map(({ value = '', count = 0 }) => ({ value, label: t('reads.option', { name: named(value), count }) }));
  const isThere = chosen === '' || found.some((one) => one.value.toLowerCase() === chosen.toLowerCase());
  return isThere ? found : [...found, { value: chosen, label: named(chosen) }];
}

function Choice({ name, all, value, options, choose }: { name: string; all: string; value: string; options: Option[]; choose: (value: string) => void }) {
  return (
    <label className="choice">
      <span className="mute">{name}</span>
      <select className="text" value={value} onChange={(event) => choose(event.target.value)}>
        <option value="">{all}</option>
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {marked(one.label)}
          </option>
        ))}
      </select>
    </label>
  );
}
