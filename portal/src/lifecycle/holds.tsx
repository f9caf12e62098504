import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Link } from 'wouter';
import { useIdentity } from '../api/session';
import { IconLock, IconPlus } from '../icons';
import { t } from '../i18n';
import { Doer } from '../shell/deeds';
import { useScope } from '../shell/scope';
import { Dialog, Field } from '../ui/dialog';
import { queryFaultText } from '../ui/query-fault';
import { Hostile } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { Day } from '../ui/instant';
import { Block, Failure, Later } from '../ui/states';
import { useFound, useHolds, useLifecycleChange, type Hold } from './data';

const TYPING_MILLIS = 300;

/** What neither expires nor is erased until it is released. */
export function Holds() {
  const { organization } = useScope();
  const holds = useHolds(organization);
  const [placing, setPlacing] = useState(false);
  const [releasing, setReleasing] = useState<Hold | null>(null);
  if (!holds.data) {
    return holds.isError ? <Failure error={holds.error} retry={() => void holds.refetch()} /> : <Later />;
  }
  return (
    <div className="panel">
      <div className="bar">
        <h2>{t('lifecycle.holds')}</h2>
        <button type="button" className="b small main push" onClick={() => setPlacing(true)}>
          <Icon of={IconPlus} small />
          {t('holds.new')}
        </button>
      </div>
      {holds.data.length === 0 ? (
        <Block icon={IconLock} title={t('holds.none')}>
          <p>{t('holds.none.why')}</p>
        </Block>
      ) : (
        <div className="scroll" tabIndex={0} role="region" aria-label={t('lifecycle.holds')}>
          <table className="tb stack">
            <thead>
              <tr>
                <th>{t('holds.reason')}</th>
                <th>{t('holds.query')}</th>
                <th className="right">{t('holds.found')}</th>
                <th>{t('holds.owner')}</th>
                <th>{t('holds.since')}</th>
                <th>{t('holds.until')}</th>
                <th className="right">{t('keys.acts')}</th>
              </tr>
            </thead>
            <tbody>
              {holds.data.map((hold) => (
                <Line key={hold.id} hold={hold} release={() => setReleasing(hold)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {placing && <Place close={() => setPlacing(false)} />}
      {releasing && <Release hold={releasing} close={() => setReleasing(null)} />}
    </div>
  );
}

function Line({ hold, release }: { hold: Hold; release: () => void }) {
  const { organization } = useScope();
  const query = hold.query ?? '*';
  const found = useFound(organization, query);
  const events = `/o/${encodeURIComponent(organization)}/events?from=-3650d${query === '*' ? '' : `&q=${encodeURIComponent(query)}`}`;
  return (
    <tr>
      <td data-name={t('holds.reason')} className="wrap wide"><b className="strong"><Hostile text={hold.reason ?? ''} /></b></td>
      <td data-name={t('holds.query')} className="wrap wide mono"><Hostile text={query} /></td>
      <td data-name={t('holds.found')} className="right num">{found.data ? t('holds.count', { count: found.data.total ?? 0 }) : found.isError ? '–' : '…'}</td>
      <td data-name={t('holds.owner')}><Doer id={hold.owner ?? ''} /></td>
      <td data-name={t('holds.since')} className="num"><Day text={hold.created ?? ''} /></td>
      <td data-name={t('holds.until')}>{t('holds.until.released')}</td>
      <td data-name="">
        <div className="acts">
          <Link className="b small" href={events}>{t('page.events')}</Link>
          <button type="button" className="b small" onClick={release}>{t('holds.release')}</button>
        </div>
      </td>
    </tr>
  );
}

function Place({ close }: { close: () => void }) {
  const { organization } = useScope();
  const identity = useIdentity();
  const [query, setQuery] = useState('');
  const [reason, setReason] = useState('');
  const [owner, setOwner] = useState(identity.name);
  const place = useLifecycleChange(close);
  const [settled] = useDebouncedValue(query.trim(), TYPING_MILLIS);
  const found = useFound(organization, settled, settled !== '');
  const isCounted = settled === query.trim() && found.data !== undefined;
  return (
    <Dialog
      title={t('holds.new')}
      close={close}
      act={t('holds.place')}
      busy={place.isPending}
      fault={place.error}
      disabled={query.trim() === '' || reason.trim() === '' || owner.trim() === '' || found.isError}
      submit={() => place.mutate({ path: '/v1/holds', method: 'POST', body: { organization, query: query.trim(), reason: reason.trim(), owner: owner.trim() } })}
    >
      <Field label={t('holds.query')} help={t('holds.query.help')}>
        <input className="text mono" data-autofocus value={query} placeholder="actor:u-17 action:payment.*" aria-invalid={found.isError} onChange={(event) => setQuery(event.target.value)} />
      </Field>
      <Field label={t('holds.reason')} help={t('holds.reason.help')}>
        <input className="text" value={reason} maxLength={1000} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <Field label={t('holds.owner')} help={t('holds.owner.help')}>
        <input className="text" value={owner} maxLength={255} onChange={(event) => setOwner(event.target.value)} />
      </Field>
      <p className={'what' + (found.isError ? ' warned' : '')} role="status">
        {found.isError ? queryFaultText(found.error) : isCounted ? t('holds.will', { count: found.data.total ?? 0 }) : t('holds.will.any')}
      </p>
    </Dialog>
  );
}

function Release({ hold, close }: { hold: Hold; close: () => void }) {
  const { organization } = useScope();
  const found = useFound(organization, hold.query ?? '*');
  const release = useLifecycleChange(close);
  return (
    <Dialog
      title={t('holds.release.title')}
      close={close}
      act={t('holds.release')}
      danger
      busy={release.isPending}
      fault={release.error}
      submit={() => release.mutate({ path: `/v1/holds/${encodeURIComponent(hold.id ?? '')}?organization=${encodeURIComponent(organization)}`, method: 'DELETE' })}
    >
      <p><b className="strong"><Hostile text={hold.reason ?? ''} /></b>{' '}<code><Hostile text={hold.query ?? ''} /></code></p>
      <p>{found.data ? t('holds.release.what', { count: found.data.total ?? 0 }) : t('holds.release.any')}</p>
    </Dialog>
  );
}
