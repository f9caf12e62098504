import { useState } from 'react';
import { Link } from 'wouter';
import { IconKey, IconPlus } from '../icons';
import { t, type MessageKey } from '../i18n';
import { fieldTerm } from '../query/terms';
import { INSTANCE } from '../shell/first-opened';
import { useScope } from '../shell/scope';
import { ago } from '../time';
import { CopyButton } from '../ui/copy';
import { Dialog, Field } from '../ui/dialog';
import { Hostile, marked } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { Day } from '../ui/instant';
import { Block, Failure, Later } from '../ui/states';
import { heldIn, isOver, levelOf, levelText, ROLES, stateOf, useChange, useKeyList, type Key, type NewKey, type Role } from './data';
import { Window } from '../ui/window';
import { usePlaceName, Where, type Place } from './where';

const LOOKS = { valid: 'ok', soon: 'warn', revoked: 'none', expired: 'none' } as const;

/** Keys: what each may do, when it was used last, and their ends. */
export function Keys() {
  const { organization } = useScope();
  const keys = useKeyList(organization);
  const placeName = usePlaceName();
  const [creating, setCreating] = useState(false);
  const [secret, setSecret] = useState<NewKey | null>(null);
  const [about, setAbout] = useState<{ key: Key; act: 'revoke' | 'rotate' } | null>(null);
  if (!keys.data) {
    return keys.isError ? <Failure error={keys.error} retry={() => void keys.refetch()} /> : <Later />;
  }
  const nowMillis = Date.now();
  const shown = [...keys.data].sort((one, other) => Number(isOver(one, nowMillis)) - Number(isOver(other, nowMillis)));
  return (
    <>
      <div className="panel">
        <div className="bar">
          <h2>{t('access.keys')}</h2>
          <button type="button" className="b small main push" onClick={() => setCreating(true)}>
            <Icon of={IconPlus} small />
            {t('keys.new')}
          </button>
        </div>
        {shown.length === 0 ? (
          <Block icon={IconKey} title={t('keys.none')} />
        ) : (
          <div className="scroll" tabIndex={0} role="region" aria-label={t('access.keys')}>
            <table className="tb stack">
              <thead>
                <tr>
                  <th>{t('keys.name')}</th>
                  <th>{t('keys.roles')}</th>
                  <th>{t('details.scope')}</th>
                  <th>{t('keys.used')}</th>
                  <th>{t('keys.expires')}</th>
                  <th>{t('keys.state')}</th>
                  <th className="right">{t('keys.acts')}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((key) => (
                  <tr key={key.id} className={isOver(key, nowMillis) ? 'gone' : undefined}>
                    <td data-name={t('keys.name')}>
                      <b className="strong"><Hostile text={key.name ?? ''} /></b>{' '}
                      <span className="mono mute"><Hostile text={key.id ?? ''} /></span>
                    </td>
                    <td data-name={t('keys.roles')}>{(key.roles ?? []).map((role) => roleName(role)).join(', ')}</td>
                    <td data-name={t('details.scope')} title={levelText(key)}><Hostile text={placeName(key)} /></td>
                    <td data-name={t('keys.used')} className="num">{key.lastUsed ? ago(Date.parse(key.lastUsed), Date.now()) : t('keys.never')}</td>
                    <td data-name={t('keys.expires')} className="num">{key.expires ? <Day text={key.expires} /> : t('keys.noEnd')}</td>
                    <td data-name={t('keys.state')}>
                      <span className={'tag ' + LOOKS[stateOf(key, nowMillis)]}>{t(`keys.${stateOf(key, nowMillis)}`)}</span>
                    </td>
                    <td data-name="">
                      <div className="acts">
                        <Link className="b small" href={`/o/${encodeURIComponent(organization)}/events?q=${encodeURIComponent(fieldTerm(organization === INSTANCE ? 'actor' : 'key', key.id ?? ''))}&from=-90d`}>
                          {t('page.events')}
                        </Link>
                        {!isOver(key, nowMillis) && (
                          <>
                            <button
                              type="button"
                              className="b small"
                              disabled={!key.rotatable}
                              title={key.rotatable ? undefined : t('keys.rotate.not')}
                              aria-describedby={key.rotatable ? undefined : `not-${key.id ?? ''}`}
                              onClick={() => setAbout({ key, act: 'rotate' })}
                            >
                              {t('keys.rotate')}
                            </button>
                            {!key.rotatable && <span id={`not-${key.id ?? ''}`} className="sr">{t('keys.rotate.not')}</span>}
                            <button type="button" className="b small" onClick={() => setAbout({ key, act: 'revoke' })}>{t('keys.revoke')}</button>
                          </>
                        )}
                      </div>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
      {creating && <Create close={() => setCreating(false)} made={setSecret} />}
      {about && <About about={about} close={() => setAbout(null)} made={setSecret} />}
      {secret && <Secret made={secret} close={() => setSecret(null)} />}
    </>
  );
}

export function roleName(role: string): string {
  return t(`role.${role}` as MessageKey);
}

function Create({ close, made }: { close: () => void; made: (key: NewKey) => void }) {
  const { organization } = useScope();
  const placeName = usePlaceName();
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<Role[]>(['reader']);
  const [place, setPlace] = useState<Place>({ folder: '', project: '' });
  const [validFor, setValidFor] = useState('P90D');
  const create = useChange<NewKey>((key) => {
    made(key);
    close();
  });
  return (
    <Dialog
      title={t('keys.new')}
      close={close}
      act={t('keys.create')}
      busy={create.isPending}
      fault={create.error}
      disabled={name.trim() === '' || roles.length === 0}
      submit={() =>
        create.mutate({
          path: '/v1/keys',
          method: 'POST',
          body: { ...heldIn(organization), ...levelOf(place), name: name.trim(), roles, ...(validFor ? { validFor } : {}) },
        })
      }
    >
      <Field label={t('keys.name')} help={t('keys.name.help')}>
        <input className="text" data-autofocus value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
      </Field>
      <fieldset className="pair">
        <legend>{t('keys.roles')}</legend>
        {ROLES.map((role) => (
          <label key={role} className="check">
            <input
              type="checkbox"
              className="tick"
              checked={roles.includes(role)}
              onChange={(event) => setRoles(event.target.checked ? [...roles, role] : roles.filter((one) => one !== role))}
            />
            <span>
              <b className="strong">{roleName(role)}</b> <span className="mute">{t(`role.${role}.may`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Where place={place} choose={setPlace} />
      <Field label={t('keys.expires')}>
        <select className="text" value={validFor} onChange={(event) => setValidFor(event.target.value)}>
          <option value="P30D">{t('unit.d', { count: 30 })}</option>
          <option value="P90D">{t('unit.d', { count: 90 })}</option>
          <option value="P365D">{t('unit.d', { count: 365 })}</option>
          <option value="">{t('keys.noEnd')}</option>
        </select>
      </Field>
      <p className="what">
        {t('keys.will', {
          name: name.trim() || '…',
          roles: roles.map((role) => t(`role.${role}.may`)).join('; ') || '…',
          where: marked(placeName({ ...heldIn(organization), ...levelOf(place) })),
        })}
      </p>
    </Dialog>
  );
}

function About({ about, close, made }: { about: { key: Key; act: 'revoke' | 'rotate' }; close: () => void; made: (key: NewKey) => void }) {
  const { key, act } = about;
  const change = useChange<NewKey | undefined>((answer) => {
    if (act === 'rotate' && answer) {
      made(answer);
    }
    close();
  });
  return (
    <Dialog
      title={t(act === 'revoke' ? 'keys.revoke.title' : 'keys.rotate.title', { name: key.name ?? '' })}
      close={close}
      act={t(act === 'revoke' ? 'keys.revoke' : 'keys.rotate')}
      danger={act === 'revoke'}
      busy={change.isPending}
      fault={change.error}
      submit={() =>
        change.mutate(
          act === 'revoke'
            ? { path: `/v1/keys/${key.id ?? ''}`, method: 'DELETE' }
            : { path: `/v1/keys/${key.id ?? ''}/rotate`, method: 'POST', body: { overlap: 'P1D' } },
        )
      }
    >
      <p>
        {t(act === 'revoke' ? 'keys.revoke.what' : 'keys.rotate.what', {
          used: key.lastUsed ? ago(Date.parse(key.lastUsed), Date.now()) : t('keys.never'),
        })}
      </p>
    </Dialog>
  );
}

/** Shown once; closing needs the word that it is stored. */
function Secret({ made, close }: { made: NewKey; close: () => void }) {
  return (
    <Window onClose={() => undefined} withCloseButton={false} closeOnEscape={false} title={t('keys.secret')} size={560}>
      <div className="form">
        <p>{t('keys.secret.once')}</p>
        <pre className="command">{made.secret}</pre>
        <div className="acts">
          <CopyButton className="b" text={made.secret ?? ''}>
            {t('action.copy')}
          </CopyButton>
          <button type="button" className="b main" onClick={close}>
            {t('keys.stored')}
          </button>
        </div>
      </div>
    </Window>
  );
}
