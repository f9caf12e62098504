import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { Link } from 'wouter';
import {
  IconAlertTriangle, IconChevronDown, IconChevronUp, IconCircleCheck, IconClock, IconDatabaseSearch, IconFileText, IconHistory, IconPencil, IconPlayerPause,
  IconRefresh, IconTerminal2, IconTrash, IconWebhook,
} from '../icons';
import { useAway } from '../api/reach';
import { begun, sentenceOf, t, type MessageKey } from '../i18n';
import { Doer } from '../shell/deeds';
import { useScope } from '../shell/scope';
import { ago, number, span } from '../time';
import { ActButton } from '../ui/act-button';
import { Dialog, faultText, Field } from '../ui/dialog';
import { Hostile, marked } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { Phrase } from '../ui/phrase';
import { addressOf, isFailing, isUntried, listed, settingsOf, useIntegrationChange, useTested, type Exchange, type Integration, type Kind, type Point, type State } from './data';
import { formatOf } from './fields';
import { LagChart, lagNote, Spark } from './lag';
import { ParkedEvents } from './parked';
import { ReplayDialog, Replays } from './replay';
import { TestResult } from './test-result';

const KIND_ICONS: Record<Kind, typeof IconWebhook> = { webhook: IconWebhook, splunk: IconDatabaseSearch, syslog: IconTerminal2, file: IconFileText };
const STATES: Record<State, [typeof IconWebhook, string]> = {
  active: [IconCircleCheck, 'ok'], retrying: [IconRefresh, 'bad'], 'needs-attention': [IconAlertTriangle, 'bad'],
  suspended: [IconAlertTriangle, 'bad'], paused: [IconPlayerPause, 'mute'],
};

/** One integration on one line, which opens in place. */
export function Line({ integration, lag, isOpen, open }: {
  integration: Integration;
  lag: Point[];
  isOpen: boolean;
  open: (isOpen: boolean) => void;
}) {
  const { status } = integration;
  const [asking, setAsking] = useState<'pause' | 'delete' | 'replay' | null>(null);
  const path = `/v1/integrations/${integration.id}`;
  const tested = useTested(integration.id);
  const test = useIntegrationChange<Exchange>(tested.keep);
  const resume = useIntegrationChange();
  const isAway = useAway() !== null;
  const why = isAway ? t('state.away') : undefined;
  const isOfFile = status.paused?.declared === true;
  const now = Date.now();
  const retry = useIntegrationChange();
  const named = useRef<HTMLButtonElement>(null);
  return (
    <section className={'int' + (isOpen ? ' open' : '')} aria-label={integration.name}>
      <div className="il">
        <span className="kind">
          <Icon of={KIND_ICONS[integration.type]} />
        </span>
        <div className="nm">
          <button ref={named} type="button" className="link cut" aria-expanded={isOpen} onClick={() => open(!isOpen)}><Hostile text={integration.name} /></button>
          <div className="cut">
            {t(`kind.${integration.type}`)}, <span className="mono"><Hostile text={addressOf(integration)} /></span>
          </div>
        </div>
        <StateOf integration={integration} />
        <div className="two">
          {t(`guarantee.${status.guarantee}`)}
          <small>{t(`guarantee.${status.guarantee}.why`)}</small>
        </div>
        <div className="sp">
          <Spark points={lag} isBad={isFailing(status.state)} />
        </div>
        <div className="two num">
          {behind(status.lagSeconds)}
          <small>
            {status.lagEvents === 0 ? t('integrations.nothingWaits') : t(integration.filter ? 'integrations.unseen' : 'integrations.waiting', { count: status.lagEvents })}
          </small>
        </div>
        <div className="acts">
          {status.nextTry && status.state !== 'paused' && <TryNow isTrying={retry.isPending} act={() => retry.mutate({ path: `${path}/retry`, method: 'POST' })} after={named} />}
          <ActButton
            className="b small"
            isBusy={test.isPending}
            disabled={isAway}
            title={why}
            onClick={() => {
              open(true);
              test.mutate({ path: `${path}/test`, method: 'POST' });
            }}
          >
            {t('integrations.test')}
          </ActButton>
          {status.state === 'paused' ? (
            <ActButton key="pause" className="b small" isBusy={resume.isPending} disabled={isOfFile || isAway} title={why ?? (isOfFile ? t('integrations.ofFile') : undefined)} onClick={() => resume.mutate({ path: `${path}/resume`, method: 'POST' })}>
              {t('integrations.resume')}
            </ActButton>
          ) : (
            <ActButton key="pause" className="b small" isBusy={false} disabled={isAway} title={why} onClick={() => setAsking('pause')}>
              {t('integrations.pause')}
            </ActButton>
          )}
          <button
            type="button"
            className="b small plain icon"
            aria-expanded={isOpen}
            aria-label={t(isOpen ? 'integrations.close' : 'integrations.open', { name: integration.name })}
            onClick={() => open(!isOpen)}
          >
            <Icon of={isOpen ? IconChevronUp : IconChevronDown} />
          </button>
        </div>
      </div>
      {(retry.error ?? resume.error) && <p className="pad-in bad" role="alert">{faultText(retry.error ?? resume.error)}</p>}
      {isOpen && (
        <div className="inner">
          {status.trouble && status.state !== 'paused' && (
            <div className="strip">
              <Icon of={IconAlertTriangle} />
              <span>
                <b><Hostile text={begun(sentenceOf(status.trouble))} /></b>{' '}
                {status.lastError && isFailing(status.state) && <span className="dim"><Hostile text={besides(status.trouble, status.lastError)} /></span>}
              </span>
            </div>
          )}
          <div className="cols">
            <div>
              <h2>
                {t('integrations.lag')}
                <span className="end">{lagNote(lag, now)}</span>
              </h2>
              <LagChart points={lag} />
              <Facts integration={integration} />
            </div>
            <div>
              <h2>{t('integrations.test')}</h2>
              {test.isPending ? (
                <p className="mute">{t('integrations.testing')}</p>
              ) : test.error ? (
                <p className="bad" role="alert">{faultText(test.error)}</p>
              ) : tested.exchange ? (
                <TestResult exchange={tested.exchange} />
              ) : (
                <p className="dim">{t('integrations.test.what')}</p>
              )}
            </div>
          </div>
          <ParkedEvents integration={integration} acts={<Acts integration={integration} ask={setAsking} />} />
          <Replays integration={integration} />
        </div>
      )}
      {asking === 'pause' && <PauseDialog integration={integration} close={() => setAsking(null)} />}
      {asking === 'delete' && <DeleteDialog integration={integration} close={() => setAsking(null)} />}
      {asking === 'replay' && <ReplayDialog integration={integration} close={() => setAsking(null)} />}
    </section>
  );
}

/** For whoever mended what failed, and does not want to wait for the next try; the focus goes to the name when there is nothing more to try. */
function TryNow({ isTrying, act, after }: { isTrying: boolean; act: () => void; after: RefObject<HTMLElement | null> }) {
  const button = useRef<HTMLButtonElement>(null);
  const isAway = useAway() !== null;
  useLayoutEffect(() => {
    const own = button.current;
    return () => {
      if (own !== null && own === document.activeElement) {
        after.current?.focus();
      }
    };
  }, [after]);
  return (
    <ActButton ref={button} className="b small" isBusy={isTrying} disabled={isAway} title={isAway ? t('state.away') : t('integrations.tryNow.what')} onClick={act}>
      {t('integrations.tryNow')}
    </ActButton>
  );
}

/** What a failure has beside its reason, which the trouble says already. */
export function besides(trouble: string, { status, reason, excerpt }: { status?: number; reason: string; excerpt?: string }): string {
  return listed([status || '', reason === trouble ? '' : sentenceOf(reason), excerpt]);
}

function behind(seconds: number): string {
  return seconds < 60 ? t('integrations.seconds', { seconds: number(Math.round(seconds * 10) / 10) })
    : seconds < 172_800 ? span(seconds) : t('unit.d', { count: Math.round(seconds / 86_400) });
}

function StateOf({ integration }: { integration: Integration }) {
  const { status } = integration;
  const isParked = status.state === 'active' && status.parked > 0;
  const isBehind = status.state === 'active' && !status.healthy;
  const [icon, tone] = isParked || isBehind ? ([IconAlertTriangle, 'warn'] as const) : isUntried(integration) ? ([IconClock, 'mute'] as const) : STATES[status.state];
  return (
    <span className={`state ${tone === 'ok' || tone === 'mute' ? 'calm' : tone}`}>
      <Icon of={icon} className={tone} />
      <span className="two">
        {t(isUntried(integration) ? 'state.of.untried' : (`state.of.${status.state}` as MessageKey))}
        {status.parked > 0 && `, ${t('integrations.parkedCount', { count: status.parked })}`}
        {status.leaving && `, ${t('integrations.leaving')}`}
        {status.nextTry && status.state !== 'paused' && <small>{nextTry(Date.parse(status.nextTry) - Date.now())}</small>}
        {status.paused && (
          <small title={status.paused.reason}>
            <Phrase of="integrations.pausedBy" parts={{ by: <Doer id={status.paused.by} />, when: ago(Date.parse(status.paused.since), Date.now()) }} />
          </small>
        )}
      </span>
    </span>
  );
}

function Facts({ integration }: { integration: Integration }) {
  const { status } = integration;
  const settings = settingsOf(integration);
  const format = formatOf(integration.type, settings);
  const secret = settings['token'] ?? settings['password'] ?? settings['signingSecret'];
  const change = useIntegrationChange();
  const isAway = useAway() !== null;
  const path = `/v1/integrations/${integration.id}`;
  return (
    <div className="facts num">
      <Fact name={t('integrations.confirmedTo')}>{number(status.confirmedTo)}</Fact>
      <Fact name={t('integrations.delivered')}>{number(status.delivered)}</Fact>
      <Fact name={t('integrations.lastConfirmed')}>{status.lastConfirmed ? ago(Date.parse(status.lastConfirmed), Date.now()) : t('integrations.notYet')}</Fact>
      <Fact name={t('integrations.since')}>{ago(Date.parse(status.since), Date.now())}</Fact>
      <Fact name={t('integrations.filterField')}><span className="mono"><Hostile text={integration.filter || t('integrations.everything')} /></span></Fact>
      {format !== null && <Fact name={t('form.format')}>{format}</Fact>}
      <Fact name={t('integrations.secret')}><span className="mono">{secret === undefined || secret === null || secret === '' ? t('integrations.noSecret') : typeof secret === 'string' ? secret : '••••'}</span></Fact>
      <Fact name={t('integrations.auditLogging')}>
        <ActButton
          className="switch"
          role="switch"
          aria-checked={integration.enabled}
          aria-label={t('integrations.enable')}
          isBusy={change.isPending}
          disabled={status.paused?.declared === true || isAway}
          title={isAway ? t('state.away') : status.paused?.declared ? t('integrations.ofFile') : undefined}
          onClick={() => change.mutate({ path: `${path}/${integration.enabled ? 'pause' : 'resume'}`, method: 'POST' })}
        />{' '}
        {t(integration.enabled ? 'integrations.on' : 'integrations.off')}
        {change.error && <small className="bad" role="alert">{faultText(change.error)}</small>}
      </Fact>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <span>{name}</span>
      <b>{children}</b>
    </div>
  );
}

function Acts({ integration, ask }: { integration: Integration; ask: (what: 'delete' | 'replay') => void }) {
  const { organization } = useScope();
  return (
    <>
      <button type="button" className="b small" onClick={() => ask('replay')}>
        <Icon of={IconHistory} small />
        {t('replay')}
      </button>
      {!integration.declared && (
        <>
          <Link className="b small" href={`/o/${encodeURIComponent(organization)}/integrations/${integration.id}/edit`}>
            <Icon of={IconPencil} small />
            {t('action.edit')}
          </Link>
          <button type="button" className="b small" onClick={() => ask('delete')}>
            <Icon of={IconTrash} small />
            {t('action.delete')}
          </button>
        </>
      )}
    </>
  );
}

function PauseDialog({ integration, close }: { integration: Integration; close: () => void }) {
  const [reason, setReason] = useState('');
  const pause = useIntegrationChange(close);
  return (
    <Dialog
      title={t('pause.title', { name: integration.name })}
      close={close}
      act={t('integrations.pause')}
      busy={pause.isPending}
      fault={pause.error}
      submit={() => pause.mutate({ path: `/v1/integrations/${integration.id}/pause${reason ? `?reason=${encodeURIComponent(reason)}` : ''}`, method: 'POST' })}
    >
      <p>{t('pause.what')}</p>
      <Field label={t('details.reason')}>
        <input className="text" data-autofocus value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </Dialog>
  );
}

function DeleteDialog({ integration, close }: { integration: Integration; close: () => void }) {
  const [typed, setTyped] = useState('');
  const [pending, setPending] = useState<'drain' | 'abandon'>('drain');
  const remove = useIntegrationChange(close);
  const { status } = integration;
  return (
    <Dialog
      title={t('delete.title', { name: integration.name })}
      close={close}
      act={t('action.delete')}
      danger
      busy={remove.isPending}
      fault={remove.error}
      disabled={typed !== integration.name}
      submit={() => remove.mutate({ path: `/v1/integrations/${integration.id}?pending=${pending}`, method: 'DELETE' })}
    >
      {(['drain', 'abandon'] as const).map((one) => (
        <label key={one} className="check">
          <input type="radio" className="radio" name="pending" checked={pending === one} onChange={() => setPending(one)} />
          <span>{deletingText(one, integration)}</span>
        </label>
      ))}
      {status.parked > 0 && <p className="what warned">{t('delete.parked', { count: status.parked })}</p>}
      <Field label={t('delete.type', { name: marked(integration.name) })}>
        <input className="text" data-autofocus value={typed} onChange={(event) => setTyped(event.target.value)} />
      </Field>
    </Dialog>
  );
}

/** What becomes of what waits; what is parked waits for somebody, and goes out neither way. */
export function deletingText(pending: 'drain' | 'abandon', { filter, status }: Integration): string {
  const count = status.lagEvents;
  return t(count === 0 ? `delete.${pending}.none` : filter ? `delete.${pending}.filtered` : `delete.${pending}`, { count });
}

function nextTry(millis: number): string {
  return millis < 1000 ? t('integrations.nextTryNow') : t('integrations.nextTry', { span: span(millis / 1000) });
}
