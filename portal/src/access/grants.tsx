import { useState } from 'react';
import { Link } from 'wouter';
import { IconPlus, IconUsers } from '../icons';
import { t, type MessageKey } from '../i18n';
import { fieldTerm } from '../query/terms';
import { deedsAddress } from '../shell/deeds';
import { useScope } from '../shell/scope';
import { day, useZone } from '../time';
import { Dialog, Field } from '../ui/dialog';
import { Hostile, marked } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { Block, Failure, Later } from '../ui/states';
import { heldIn, isOver, levelOf, levelText, ROLES, useChange, useGrants, useKeyList, type Grant, type Key } from './data';
import { roleName } from './keys';
import { usePlaceName, Where } from './where';

type Draft = { kind: 'key' | 'person' | 'group'; id: string; role: string; folder: string; project: string };

/** Grants: who has which role where. */
export function Grants() {
  const { organization } = useScope();
  const grants = useGrants(organization);
  const keys = useKeyList(organization);
  const placeName = usePlaceName();
  const [zone] = useZone();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [taking, setTaking] = useState<Grant | null>(null);
  const take = useChange(() => setTaking(null));
  if (!grants.data) {
    return grants.isError ? <Failure error={grants.error} retry={() => void grants.refetch()} /> : <Later />;
  }
  // Keys are known by the names that people gave them.
  const nameOf = (subject: Grant['subject']) => subjectName(subject, keys.data);
  const subjects = [...new Map(grants.data.map((one) => [`${one.subject?.kind ?? ''}\n${one.subject?.id ?? ''}`, one.subject])).values()];
  return (
    <>
      <div className="panel">
        <div className="bar">
          <h2>{t('access.grants')}</h2>
          <button type="button" className="b small main push" onClick={() => setDraft({ kind: 'person', id: '', role: 'reader', folder: '', project: '' })}>
            <Icon of={IconPlus} small />
            {t('grants.new')}
          </button>
        </div>
        {subjects.length === 0 ? (
          <Block icon={IconUsers} title={t('grants.none')} />
        ) : (
          <div className="scroll" tabIndex={0} role="region" aria-label={t('access.grants')}>
            <table className="tb matrix stack">
              <thead>
                <tr>
                  <th>{t('grants.who')}</th>
                  {ROLES.map((role) => (
                    <th key={role} title={t(`role.${role}.may`)}>{roleName(role)}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {subjects.map((subject) => (
                  <tr key={`${subject?.kind ?? ''} ${subject?.id ?? ''}`}>
                    <th scope="row">
                      <Link className="link" href={deedsAddress(organization, aboutSubject(subject))} title={t(subject?.kind === 'group' ? 'grants.group.events' : 'doer.all', { id: subject?.id ?? '' })}>
                        <Hostile text={nameOf(subject)} />
                      </Link>{' '}
                      <span className="mute normal">{t(`grants.kind.${subject?.kind ?? 'key'}` as MessageKey)}</span>
                    </th>
                    {ROLES.map((role) => {
                      const here = grants.data.filter((one) => one.subject?.id === subject?.id && one.subject?.kind === subject?.kind && one.role === role);
                      return (
                        <td key={role} data-name={roleName(role)}>
                          {here.map((one) => (
                            <button key={one.id} type="button" className="tag accent" title={`${levelText(one)}; ${t('grants.since', { day: day(Date.parse(one.created ?? ''), zone) })}; ${t('grants.take')}`} onClick={() => setTaking(one)}>
                              <Hostile text={placeName(one)} />
                            </button>
                          ))}
                          {here.length === 0 && (
                            <button
                              type="button"
                              className="empty-cell"
                              aria-label={t('grants.give', { role: roleName(role), who: marked(nameOf(subject)) })}
                              onClick={() => setDraft({ kind: (subject?.kind ?? 'key') as Draft['kind'], id: subject?.id ?? '', role, folder: '', project: '' })}
                            >
                              –
                            </button>
                          )}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
      {draft && <Give draft={draft} close={() => setDraft(null)} />}
      {taking && (
        <Dialog
          title={t('grants.take')}
          close={() => setTaking(null)}
          act={t('grants.take')}
          danger
          busy={take.isPending}
          fault={take.error}
          submit={() => take.mutate({ path: `/v1/grants/${taking.id ?? ''}`, method: 'DELETE' })}
        >
          <p>{t('grants.take.what', { who: marked(nameOf(taking.subject)), what: t(`role.${taking.role ?? 'reader'}.may` as MessageKey), where: marked(placeName(taking)) })}</p>
        </Dialog>
      )}
    </>
  );
}

function subjectName(subject: Grant['subject'], keys: readonly Key[] | undefined): string {
  return (subject?.kind === 'key' ? keys?.find((one) => one.id === subject.id)?.name : undefined) ?? subject?.id ?? '';
}

/** What somebody did; what a key did or sent; of a group, which does nothing itself, what was done about it. */
function aboutSubject(subject: Grant['subject']): string {
  const id = subject?.id ?? '';
  return subject?.kind === 'group' ? fieldTerm('target', id) : subject?.kind === 'key' ? `(${fieldTerm('actor', id)} OR ${fieldTerm('key', id)})` : fieldTerm('actor', id);
}

function Give({ draft, close }: { draft: Draft; close: () => void }) {
  const { organization } = useScope();
  const placeName = usePlaceName();
  const keys = useKeyList(organization);
  const [form, setForm] = useState(draft);
  const give = useChange(close);
  const set = (change: Partial<Draft>) => setForm({ ...form, ...change });
  const where = marked(placeName({ ...heldIn(organization), ...levelOf(form) }));
  return (
    <Dialog
      title={t('grants.new')}
      close={close}
      act={t('grants.save')}
      busy={give.isPending}
      fault={give.error}
      disabled={form.id.trim() === ''}
      submit={() =>
        give.mutate({
          path: '/v1/grants',
          method: 'POST',
          body: {
            subject: { kind: form.kind, id: form.id.trim() }, role: form.role, ...heldIn(organization),
            ...levelOf(form),
          },
        })
      }
    >
      <Field label={t('grants.kind')}>
        <select className="text" value={form.kind} onChange={(event) => set({ kind: event.target.value as Draft['kind'], id: '' })}>
          {(['person', 'group', 'key'] as const).map((kind) => (
            <option key={kind} value={kind}>{t(`grants.kind.${kind}`)}</option>
          ))}
        </select>
      </Field>
      <Field label={t('grants.who')} help={form.kind === 'key' ? undefined : t('grants.who.help')}>
        {form.kind === 'key' ? (
          <select className="text" data-autofocus value={form.id} onChange={(event) => set({ id: event.target.value })}>
            <option value="">…</option>
            {(keys.data ?? []).filter((key) => !isOver(key, Date.now())).map((key) => (
              <option key={key.id} value={key.id}>{key.name}</option>
            ))}
          </select>
        ) : (
          <input className="text" data-autofocus value={form.id} onChange={(event) => set({ id: event.target.value })} />
        )}
      </Field>
      <Field label={t('grants.role')}>
        <select className="text" value={form.role} onChange={(event) => set({ role: event.target.value })}>
          {ROLES.map((role) => (
            <option key={role} value={role}>{roleName(role)}: {t(`role.${role}.may`)}</option>
          ))}
        </select>
      </Field>
      <Where place={form} choose={set} />
      <p className="what">{t('grants.will', { who: marked(subjectName({ kind: form.kind, id: form.id.trim() }, keys.data)) || '…', what: t(`role.${form.role}.may` as MessageKey), where })}</p>
    </Dialog>
  );
}
