import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Link, useLocation } from 'wouter';
import { address, ask, call, Problem, type Stats } from '../api/client';
import { useAway } from '../api/reach';
import { IconSearch } from '../icons';
import { t, type MessageKey } from '../i18n';
import { leavesOutReads, OWN_COLUMNS, READS, withOwn, withoutReads, withReads } from '../query/reads';
import { asksUnasked } from '../query/unasked';
import { useUnasked } from '../shell/unasked';
import { and } from '../query/terms';
import { useScope } from '../shell/scope';
import { useZone } from '../time';
import { ActButton } from '../ui/act-button';
import { faultText } from '../ui/dialog';
import { queryFaultText } from '../ui/query-fault';
import { Page } from '../ui/page';
import { Block, Failure, Later } from '../ui/states';
import { KINDS, settingsOf, testedKey, useIntegrations, type Exchange, type Integration, type Kind } from './data';
import { refusedFaults, typedFaults, type Faults } from './faults';
import { FIELDS, settingsFrom, typedFrom, type FormField } from './fields';
import { NOW, StartField, StartSentence, startText, type Start } from './start';
import { Labelled } from './labelled';
import { hasArrived, TestResult } from './test-result';

const TYPING_MILLIS = 300;

/** The form of a new integration, or of one that is changed. */
export function IntegrationForm({ type, id }: { type: string | null; id: string | null }) {
  const { organization } = useScope();
  const integrations = useIntegrations(organization, id !== null);
  if (id === null) {
    const kind = KINDS.find((one) => one === type) ?? 'webhook';
    return <Form key={kind} kind={kind} old={null} />;
  }
  const old = integrations.data?.find((one) => one.id === id);
  return old ? (
    <Form kind={old.type} old={old} />
  ) : integrations.isError ? (
    <Failure error={integrations.error} />
  ) : integrations.isFetchedAfterMount ? (
    <NoSuch />
  ) : (
    <Later />
  );
}

/** The address of one that is gone, or that was never there. */
function NoSuch() {
  const { organization } = useScope();
  return (
    <Page title={t('page.integrations')} lead={t('integrations.lead')}>
      <div className="panel">
        <Block icon={IconSearch} title={t('integrations.noSuch')}>
          <p>{t('integrations.noSuch.why')}</p>
          <Link className="b main" href={`/o/${encodeURIComponent(organization)}/integrations`}>
            {t('integrations.all')}
          </Link>
        </Block>
      </div>
    </Page>
  );
}

function Form({ kind, old }: { kind: Kind; old: Integration | null }) {
  const { organization } = useScope();
  const [zone] = useZone();
  const [, navigate] = useLocation();
  const [name, setName] = useState(old?.name ?? '');
  const [filter, setFilter] = useState(old?.filter ?? '');
  const [enabled, setEnabled] = useState(old?.enabled ?? true);
  const [typed, setTyped] = useState(() => typedFrom(kind, old ? settingsOf(old) : {}));
  const [takenAway, setTakenAway] = useState<ReadonlySet<string>>(new Set());
  const [start, setStart] = useState<Start>(NOW);
  const [faults, setFaults] = useState<Faults>({});
  const back = `/o/${encodeURIComponent(organization)}/integrations`;
  const body = () => ({
    organization, name: name.trim(), type: kind, enabled, filter: filter.trim(), [kind]: settingsFrom(kind, typed, takenAway),
    ...(old ? {} : { start: startText(start, zone) }),
  });
  const [settled] = useDebouncedValue(filter, TYPING_MILLIS);
  const daily = useDaily(organization, settled);
  const reads = useDaily(organization, and(settled, READS));
  const isUnread = settled === filter && daily.error instanceof Problem && daily.error.code === 'query-invalid';
  const counted = daily.data === undefined ? '.uncounted' : '';
  const form = useRef<HTMLFormElement>(null);
  // Whoever saved is led to the first field that needs a look.
  useEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), [faults]);
  const places = new Set(['name', 'filter', 'start', ...FIELDS[kind].map((field) => `${kind}.${field.name}`)]);
  const [general, setGeneral] = useState('');
  const [isBusy, setBusy] = useState(false);
  const isAway = useAway() !== null;
  const [tried, setTried] = useState<{ exchange: Exchange; as: string } | null>(null);
  const client = useQueryClient();
  const as = JSON.stringify(body());
  // Just this was tried, and did not arrive.
  const isDoubtful = tried !== null && tried.as === as && !hasArrived(tried.exchange);
  const run = async (path: string, method: 'POST' | 'PUT', done: (answer: unknown) => void | Promise<void>) => {
    const typedWrong = typedFaults(kind, typed);
    setFaults(typedWrong);
    setGeneral('');
    setBusy(true);
    try {
      const response = await ask(path, { method, body: body() });
      await done(await response.json());
    } catch (error) {
      const refused = error instanceof Problem ? refusedFaults(kind, error) : null;
      const all = { ...refused, ...typedWrong };
      const homeless = Object.keys(all).filter((member) => !places.has(member)).map((member) => all[member]);
      setFaults(all);
      setGeneral(refused ? [t('form.faults', { count: Object.keys(all).length }), ...homeless].join(' ') : faultText(error));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(old ? `/v1/integrations/${old.id}` : '/v1/integrations', old ? 'PUT' : 'POST', async (answer) => {
      const { id } = answer as Integration;
      // What was tested is what was saved, or nothing is known of it.
      client.removeQueries({ queryKey: testedKey(id) });
      if (tried?.as === as) {
        client.setQueryData(testedKey(id), tried.exchange);
      }
      // The list shows it at once.
      await client.invalidateQueries({ queryKey: ['integrations'], refetchType: 'all' });
      navigate(`${back}?open=${id}`);
    });
  };
  const set = (field: string, value: string | boolean) => setTyped({ ...typed, [field]: value });
  const endpoint = String(typed['endpoint'] || typed['host'] || typed['name'] || '…');
  const stored = old ? settingsOf(old) : {};
  const faultOf = (field: FormField) => faults[`${kind}.${field.name}`];
  const show = (field: FormField) => (
    <Input
      key={field.name}
      field={field}
      value={typed[field.name] ?? ''}
      set={(value) => set(field.name, value)}
      fault={faultOf(field)}
      isKept={Boolean(field.isSecret && stored[field.name])}
      isTakenAway={takenAway.has(field.name)}
      takeAway={(is) => setTakenAway((before) => new Set(is ? [...before, field.name] : [...before].filter((one) => one !== field.name)))}
    />
  );
  const more = FIELDS[kind].filter((field) => field.more);
  const [isMore, setMore] = useState(false);
  return (
    <Page title={old ? t('form.edit', { name: old.name }) : t('integrations.new')} lead={t('form.lead')}>
      {!old && (
        <nav className="group sub-pages" aria-label={t('form.kind')}>
          {KINDS.map((one) => (
            <Link key={one} className="b" href={`${back}/new/${one}`} aria-current={one === kind ? 'page' : undefined}>
              {t(`kind.${one}`)}
            </Link>
          ))}
        </nav>
      )}
      <form ref={form} className="panel int-form" onSubmit={submit} noValidate>
        <div className="half">
          <Labelled label={t('form.name')} fault={faults['name']}>
            {(props) => <input {...props} className="text" autoFocus value={name} onChange={(event) => setName(event.target.value)} />}
          </Labelled>
          {FIELDS[kind].filter((field) => !field.more).map(show)}
          <details open={isMore || more.some(faultOf)} onToggle={(event) => setMore(event.currentTarget.open)}>
            <summary>{t('form.more')}</summary>
            {more.map(show)}
          </details>
        </div>
        <div className="half">
          <Labelled
            label={t('form.filter')}
            fault={faults['filter'] ?? (isUnread ? queryFaultText(daily.error, OWN_COLUMNS) : undefined)}
            help={daily.isError ? (isUnread ? '' : faultText(daily.error)) : daily.data === undefined ? '' : t('form.wouldSend', { count: daily.data })}
          >
            {(props) => <input {...props} className="text mono" placeholder="-operation:read" value={filter} onChange={(event) => setFilter(event.target.value)} />}
          </Labelled>
          <label className="check">
            <input type="checkbox" className="tick" checked={leavesOutReads(filter)} onChange={(event) => setFilter(event.target.checked ? withoutReads(filter) : withReads(filter))} />
            <span>
              <b className="strong">{t('form.withoutReads')}</b>{' '}
              <span className="mute">{t(leavesOutReads(filter) || !reads.data ? 'form.withoutReads.what' : 'form.withoutReads.count', { count: reads.data ?? 0 })}</span>
            </span>
          </label>
          {!old && <StartField start={start} set={setStart} fault={faults['start']} />}
          <label className="check">
            <input type="checkbox" className="tick" checked={enabled} onChange={(event) => setEnabled(event.target.checked)} />
            <span>
              <b className="strong">{t('integrations.enable')}</b> <span className="mute">{t('integrations.enable.what')}</span>
            </span>
          </label>
          <div className="what">
            <h2 className="h3">{t('form.will')}</h2>
            <p>{t(`form.will.${filter ? 'some' : 'all'}${counted}` as MessageKey, { count: daily.data ?? 0, endpoint })}</p>
            <p>{t(`form.will.${kind}` as MessageKey)}</p>
            {!old && <StartSentence start={start} organization={organization} filter={filter} />}
            {!enabled && <p>{t('form.will.off')}</p>}
          </div>
          {tried && <TestResult exchange={tried.exchange} />}
          {isDoubtful && <p className="dim">{t('form.doubtful')}</p>}
          {general && <p className="bad" role="alert">{general}</p>}
          <div className="acts">
            <Link className="b" href={back}>{t('action.cancel')}</Link>
            <ActButton className="b" isBusy={isBusy} disabled={isAway} title={isAway ? t('state.away') : undefined} onClick={() => void run(old ? `/v1/integrations/${old.id}/test` : '/v1/integrations?test=only', 'POST', (answer) => setTried({ exchange: answer as Exchange, as }))}>
              {t('integrations.test')}
            </ActButton>
            <ActButton type="submit" className="b main" isBusy={isBusy} disabled={isAway} title={isAway ? t('state.away') : undefined}>{t(isDoubtful ? 'form.saveAnyway' : 'action.save')}</ActButton>
          </div>
        </div>
      </form>
    </Page>
  );
}

/** How many events of the last day a filter finds. */
function useDaily(organization: string, filter: string) {
  const isUnasked = asksUnasked(filter, useUnasked()) !== null;
  return useQuery({
    queryKey: ['would-send', organization, filter],
    queryFn: async ({ signal }) => {
      const from = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 86_400_000).toISOString();
      const stats = await call<Stats>(address('/v1/events/stats', { organization, q: withOwn(filter), from }), { signal });
      return stats.total ?? 0;
    },
    enabled: !isUnasked,
    placeholderData: isUnasked ? undefined : keepPreviousData,
    retry: false,
  });
}

function Input({ field, value, set, fault, isKept, isTakenAway, takeAway }: {
  field: FormField;
  value: string | boolean;
  set: (value: string | boolean) => void;
  fault: string | undefined;
  /** Whether a secret is stored, which is not shown. */
  isKept: boolean;
  isTakenAway: boolean;
  takeAway: (is: boolean) => void;
}) {
  if (field.kind === 'flag') {
    return (
      <label className="check">
        <input type="checkbox" className="tick" aria-invalid={Boolean(fault)} checked={value === true} onChange={(event) => set(event.target.checked)} />
        <span>{t(field.label)}</span>
        {fault && <small className="bad" role="alert">{fault}</small>}
      </label>
    );
  }
  const text = String(value);
  return (
    <Labelled
      label={t(field.label) + (field.required ? ' *' : '')}
      fault={fault}
      help={[field.help && t(field.help), isKept ? t('form.kept') : '', field.kind === 'pairs' ? t('form.pairs') : ''].filter(Boolean).join(' ')}
      after={
        isKept && !field.required && (
          <label className="check">
            <input type="checkbox" className="tick" checked={isTakenAway} onChange={(event) => takeAway(event.target.checked)} />
            <span>{t('form.takeAway')}</span>
          </label>
        )
      }
    >
      {(given) => {
        const props = { ...given, disabled: isTakenAway };
        return (
        field.kind === 'choice' ? (
          <select {...props} className="text" value={text} onChange={(event) => set(event.target.value)}>
            <option value="">{t('form.usual', { usual: field.choices?.[0] ?? '' })}</option>
            {field.choices?.slice(1).map((choice) => <option key={choice} value={choice}>{choice}</option>)}
          </select>
        ) : field.kind === 'long' || field.kind === 'pairs' ? (
          <textarea {...props} className="text mono" rows={field.kind === 'pairs' ? 2 : 3} value={text} spellCheck={false} onChange={(event) => set(event.target.value)} />
        ) : (
          <input
            {...props}
            className={'text' + (field.kind === 'text' ? '' : ' mono')}
            type={field.kind === 'password' ? 'password' : 'text'}
            inputMode={field.kind === 'number' ? 'numeric' : undefined}
            autoComplete={field.kind === 'password' ? 'new-password' : 'off'}
            placeholder={isKept ? '••••••••' : field.hint}
            spellCheck={false}
            value={text}
            onChange={(event) => set(event.target.value)}
          />
        ));
      }}
    </Labelled>
  );
}
