import { useState } from 'react';
import { Link, Route, Switch, useSearchParams } from 'wouter';
import { IconPlus, IconSearch, IconWebhook } from '../icons';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { Icon } from '../ui/icon';
import { Page } from '../ui/page';
import { Block, Failure, Later } from '../ui/states';
import { addressOf, isUntried, useIntegrations, useLagHistory, useSteadyOrder, type Integration } from './data';
import { IntegrationForm } from './form';
import { Line } from './line';

const FILTERS: [string, (one: Integration) => boolean][] = [
  ['all', () => true],
  ['active', (one) => one.status.state === 'active' && !isUntried(one)],
  ['untried', isUntried],
  ['retrying', (one) => one.status.state === 'retrying'],
  ['attention', (one) => one.status.state === 'needs-attention' || one.status.state === 'suspended'],
  ['paused', (one) => one.status.state === 'paused'],
  ['parked', (one) => one.status.parked > 0],
];

/** Does Splunk have everything: state, guarantee, lag and parked events, one line each. */
export default function IntegrationsPage() {
  return (
    <Switch>
      <Route path="/o/:organization/integrations/new/:type?">{(parameters) => <IntegrationForm type={parameters.type ?? 'webhook'} id={null} />}</Route>
      <Route path="/o/:organization/integrations/:id/edit">{(parameters) => <IntegrationForm type={null} id={parameters.id} />}</Route>
      <Route>
        <List />
      </Route>
    </Switch>
  );
}

function List() {
  const { organization } = useScope();
  const [parameters, setParameters] = useSearchParams();
  const [sought, setSought] = useState('');
  const integrations = useIntegrations(organization);
  const lags = useLagHistory(organization, integrations.data, integrations.dataUpdatedAt);
  const chosen = parameters.get('state') ?? 'all';
  const opened = parameters.get('open');
  const put = (name: string, value: string) =>
    setParameters((old) => {
      const next = new URLSearchParams(old);
      next.delete(name);
      if (value) {
        next.set(name, value);
      }
      return next;
    }, { replace: true });
  const all = integrations.data ?? [];
  const filter = FILTERS.find(([name]) => name === chosen)?.[1] ?? (() => true);
  const shown = useSteadyOrder(all)
    .filter(filter)
    .filter((one) => [one.name, one.type, addressOf(one)].join(' ').toLowerCase().includes(sought.toLowerCase()));
  const fresh = `/o/${encodeURIComponent(organization)}/integrations/new/webhook`;
  return (
    <Page
      title={t('page.integrations')}
      lead={t('integrations.lead')}
      acts={
        <Link className="b main" href={fresh}>
          <Icon of={IconPlus} />
          {t('integrations.new')}
        </Link>
      }
    >
      {integrations.isError && !integrations.data ? (
        <Failure error={integrations.error} retry={() => void integrations.refetch()} />
      ) : !integrations.data ? (
        <Later />
      ) : all.length === 0 ? (
        <div className="panel">
          <Block icon={IconWebhook} title={t('integrations.none')}>
            <p>{t('integrations.none.why')}</p>
            <Link className="b main" href={fresh}>
              {t('integrations.new')}
            </Link>
          </Block>
        </div>
      ) : (
        <>
          <div className="filters">
            <label className="box">
              <Icon of={IconSearch} className="mute" />
              <input className="typing" aria-label={t('integrations.find')} placeholder={t('integrations.find')} value={sought} onChange={(event) => setSought(event.target.value)} />
            </label>
            <div className="group" role="group" aria-label={t('keys.state')}>
              {FILTERS.filter(([name, matches]) => name !== 'untried' || chosen === name || all.some(matches)).map(([name, matches]) => (
                <button key={name} type="button" className="b" aria-pressed={chosen === name} onClick={() => put('state', name === 'all' ? '' : name)}>
                  {t(`integrations.filter.${name}` as 'integrations.filter.all')} {all.filter(matches).length}
                </button>
              ))}
            </div>
          </div>
          <div className="panel ints">
            <div className="il th" aria-hidden="true">
              <span />
              <span>{t('keys.name')}</span>
              <span>{t('keys.state')}</span>
              <span>{t('integrations.guarantee')}</span>
              <span className="sp">{t('integrations.lag')}</span>
              <span>{t('integrations.behind')}</span>
              <span />
            </div>
            {shown.map((one) => (
              <Line key={one.id} integration={one} lag={lags.get(one.id) ?? []} isOpen={opened === one.id} open={(is) => put('open', is ? one.id : '')} />
            ))}
            {shown.length === 0 && <p className="pad-in mute">{t('integrations.noneSo')}</p>}
          </div>
          <p className="below mute">{t('integrations.legend')}</p>
        </>
      )}
    </Page>
  );
}
