import { useDebouncedValue } from '@mantine/hooks';
import { useId, useState } from 'react';
import { IconAlertTriangle, IconArrowDown, IconArrowUp, IconPlus, IconX } from '../icons';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { ActButton } from '../ui/act-button';
import { Dialog, faultText } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { Failure, Later } from '../ui/states';
import { HeldUp } from './held-up';
import { DAYS_MAX, FIELDS, isComplete, KNOWN_DAYS, keepsOwnLonger, onScale, ruleField, RULES_MAX, useLifecycleChange, useRetention, useRetentionPreview, VALUES, type Retention, type Rule, type RuleField } from './data';

const TYPING_MILLIS = 400;

/** How long events are kept: one number for all, and rules of which the first that fits counts. */
export function RetentionPage() {
  const { organization } = useScope();
  const kept = useRetention(organization);
  if (kept.isError && !kept.data) {
    return <Failure error={kept.error} retry={() => void kept.refetch()} />;
  }
  return kept.data ? <Editor key={JSON.stringify([kept.data.bodyDays, kept.data.rules])} kept={kept.data} /> : <Later />;
}

function Editor({ kept }: { kept: Retention }) {
  const { organization } = useScope();
  const [bodyDays, setBodyDays] = useState(kept.bodyDays ?? 90);
  const [rules, setRules] = useState<Rule[]>(kept.rules ?? []);
  const [confirming, setConfirming] = useState(false);
  const wanted: Retention = { organization, bodyDays, rules };
  const isChanged = JSON.stringify([bodyDays, rules]) !== JSON.stringify([kept.bodyDays, kept.rules ?? []]);
  const isValid = isComplete(wanted);
  const [settled] = useDebouncedValue(wanted, TYPING_MILLIS);
  const isSettled = JSON.stringify(settled) === JSON.stringify(wanted);
  const preview = useRetentionPreview(settled, isChanged && isSettled && isValid);
  const set = (at: number, rule: Rule) => setRules(rules.map((one, index) => (index === at ? rule : one)));
  const move = (at: number, by: number) => {
    const moved = [...rules];
    moved.splice(at + by, 0, ...moved.splice(at, 1));
    setRules(moved);
  };
  return (
    <div className="panel">
      <div className="bar">
        <h2>{t('retention.title')}</h2>
        <button type="button" className="b small push" disabled={rules.length >= RULES_MAX} onClick={() => setRules([...rules, { category: 'data-access', bodyDays: 30 }])}>
          <Icon of={IconPlus} small />
          {t('retention.rule.new')}
        </button>
      </div>
      <HeldUp kept={kept} />
      <ol className="keeping">
        {kept.recordDays !== undefined && (
          <li className="keep">
            <b className="strong keep-what">{t('retention.own')}</b>
            <span className="keep-days num">{t('retention.own.days', { count: kept.recordDays })}</span>
            <Share days={kept.recordDays} />
            <span />
            <small className="mute keep-note">{t('retention.own.what')}</small>
          </li>
        )}
        {rules.map((rule, at) => (
          <RuleLine
            key={at}
            rule={rule}
            recordDays={kept.recordDays}
            at={at}
            set={(next) => set(at, next)}
            up={at > 0 ? () => move(at, -1) : null}
            down={at < rules.length - 1 ? () => move(at, 1) : null}
            remove={() => setRules(rules.filter((_, index) => index !== at))}
          />
        ))}
        <li className="keep">
          <b className="strong keep-what">{t(rules.length === 0 ? 'retention.all' : 'retention.rest')}</b>
          <Days days={bodyDays} set={setBodyDays} label={t(rules.length === 0 ? 'retention.all' : 'retention.rest')} />
          <Share days={bodyDays} />
          <span />
          {keepsOwnLonger({ bodyDays }, kept.recordDays) && <Longer days={kept.recordDays} />}
        </li>
        <li className="keep scale" aria-hidden="true">
          <span />
          <span />
          <span className="keep-scale">
            {(['month', 'year', 'years'] as const).map((one) => (
              <small key={one} style={{ left: `${onScale(KNOWN_DAYS[one]) * 100}%` }}>
                {t(`retention.scale.${one}`)}
              </small>
            ))}
          </span>
        </li>
      </ol>
      <div className="keep-foot">
        <p className="mute">{t('retention.how')}</p>
        {isChanged && (
          <Preview isValid={isValid} isPending={!isSettled || preview.isFetching} error={preview.error} found={isSettled ? preview.data : undefined} />
        )}
        <div className="acts">
          <button type="button" className="b" disabled={!isChanged} onClick={() => { setBodyDays(kept.bodyDays ?? 90); setRules(kept.rules ?? []); }}>
            {t('retention.back')}
          </button>
          <ActButton className="b main" isBusy={isChanged && isValid && (!isSettled || !preview.data || preview.isFetching)} disabled={!isChanged || !isValid} onClick={() => setConfirming(true)}>
            {t('retention.save')}
          </ActButton>
        </div>
      </div>
      {confirming && preview.data && <Confirm wanted={wanted} found={preview.data} close={() => setConfirming(false)} />}
    </div>
  );
}

function RuleLine({ rule, recordDays, at, set, up, down, remove }: {
  rule: Rule;
  recordDays: number | undefined;
  at: number;
  set: (rule: Rule) => void;
  up: (() => void) | null;
  down: (() => void) | null;
  remove: () => void;
}) {
  const field = ruleField(rule);
  const value = rule[field] ?? '';
  const name = t('retention.rule', { number: at + 1 });
  return (
    <li className="keep">
      <span className="keep-what">
        <select
          className="text"
          aria-label={t('retention.rule.field', { rule: name })}
          value={field}
          onChange={(event) => {
            const next = event.target.value as RuleField;
            set({ [next]: VALUES[next][0] ?? '', bodyDays: rule.bodyDays });
          }}
        >
          {FIELDS.map((one) => (
            <option key={one} value={one}>
              {t(`retention.field.${one}`)}
            </option>
          ))}
        </select>
        {VALUES[field].length > 0 ? (
          <select className="text mono" aria-label={t('retention.rule.value', { rule: name })} value={value} onChange={(event) => set({ [field]: event.target.value, bodyDays: rule.bodyDays })}>
            {VALUES[field].map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        ) : (
          <input className="text mono" aria-label={t('retention.rule.value', { rule: name })} value={value} maxLength={255} onChange={(event) => set({ [field]: event.target.value, bodyDays: rule.bodyDays })} />
        )}
      </span>
      <Days days={rule.bodyDays} set={(bodyDays) => set({ ...rule, bodyDays })} label={name} />
      <Share days={rule.bodyDays} />
      <span className="acts">
        <button type="button" className="b small icon" aria-label={t('retention.rule.up', { rule: name })} disabled={!up} onClick={() => up?.()}><Icon of={IconArrowUp} small /></button>
        <button type="button" className="b small icon" aria-label={t('retention.rule.down', { rule: name })} disabled={!down} onClick={() => down?.()}><Icon of={IconArrowDown} small /></button>
        <button type="button" className="b small icon" aria-label={t('retention.rule.remove', { rule: name })} onClick={remove}><Icon of={IconX} small /></button>
      </span>
      {keepsOwnLonger(rule, recordDays) && <Longer days={recordDays} />}
    </li>
  );
}

/** That fewer days change nothing of what Indelible writes itself. */
function Longer({ days }: { days: number | undefined }) {
  return <small className="mute keep-note" role="note">{t('retention.own.longer', { count: days ?? 0 })}</small>;
}

function Days({ days, set, label }: { days: number; set: (days: number) => void; label: string }) {
  const id = useId();
  return (
    <span className="keep-days">
      <input
        id={id}
        className="text num"
        type="number"
        min={1}
        max={DAYS_MAX}
        aria-label={t('retention.days.of', { what: label })}
        aria-invalid={!Number.isInteger(days) || days < 1 || days > DAYS_MAX}
        value={Number.isNaN(days) ? '' : days}
        onChange={(event) => set(event.target.valueAsNumber)}
      />
      <label htmlFor={id} className="mute">{t('retention.days')}</label>
    </span>
  );
}

function Share({ days }: { days: number }) {
  return (
    <span className="keep-bar" aria-hidden="true">
      <i style={{ width: `${Math.max(1, onScale(days) * 100)}%` }} />
      {Object.values(KNOWN_DAYS).map((one) => (
        <em key={one} style={{ left: `${onScale(one) * 100}%` }} />
      ))}
    </span>
  );
}

function Preview({ isValid, isPending, error, found }: { isValid: boolean; isPending: boolean; error: unknown; found: Retention | undefined }) {
  const text = !isValid
    ? t('retention.preview.incomplete', { max: DAYS_MAX })
    : error
      ? faultText(error)
      : isPending || !found
        ? t('retention.preview.counting')
        : foundText(found);
  return (
    <p className={'what' + (found && (found.events ?? 0) > 0 ? ' warned' : '')} role="status">
      {text}
    </p>
  );
}

function foundText(found: Retention): string {
  const held = found.held ?? 0;
  return (found.events ?? 0) > 0
    ? t(held > 0 ? 'retention.preview.held' : 'retention.preview', { count: found.events ?? 0, held })
    : t(held > 0 ? 'retention.preview.none.held' : 'retention.preview.none', { held });
}

function Confirm({ wanted, found, close }: { wanted: Retention; found: Retention; close: () => void }) {
  const change = useLifecycleChange(close);
  const removes = (found.events ?? 0) > 0;
  return (
    <Dialog
      title={t('retention.confirm')}
      close={close}
      act={removes ? t('retention.confirm.act', { count: found.events ?? 0 }) : t('retention.save')}
      danger={removes}
      busy={change.isPending}
      fault={change.error}
      submit={() => change.mutate({ path: '/v1/retention', method: 'PUT', body: wanted })}
    >
      <p>{foundText(found)}</p>
      {removes && (
        <p className="bad keep-warning">
          <Icon of={IconAlertTriangle} /> {t('retention.confirm.forever')}
        </p>
      )}
      <p className="mute">{t('retention.confirm.stays')}</p>
    </Dialog>
  );
}
