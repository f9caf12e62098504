import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { useChange } from '../access/data';
import { may } from '../api/rights';
import { useIdentity } from '../api/session';
import { t } from '../i18n';
import { IconBuilding } from '../icons';
import { ActButton } from '../ui/act-button';
import { CopyButton } from '../ui/copy';
import { faultText, Field } from '../ui/dialog';
import { Block } from '../ui/states';

/** No organization yet: how one comes to be. Who administers the instance creates one here. */
export default function EmptyInstance() {
  const line = `curl -H "Authorization: Bearer $INDELIBLE_KEY" ${location.origin}/v1/events -d '{"organization":"acme","action":"user.login","actor":{"id":"jane"}}'`;
  const isAdministrator = may(useIdentity().roles, ['administer'], '');
  return (
    <main className="lonely">
      <h1 className="sr">Indelible</h1>
      <Block icon={IconBuilding} title={t('empty.instance')}>
        {isAdministrator ? <Create /> : <p>{t('empty.instance.who')}</p>}
        <p>{t('empty.instance.how')}</p>
        <pre className="command">{line}</pre>
        <div className="acts">
          <CopyButton className="b" text={line}>
            {t('action.copy')}
          </CopyButton>
          <button type="button" className="b" onClick={() => location.reload()}>
            {t('action.again')}
          </button>
        </div>
      </Block>
    </main>
  );
}

function Create() {
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const create = useChange<{ id: string }>((made) => {
    // The frame knows it before its page is shown.
    void client.refetchQueries({ queryKey: ['organizations'] }).then(() => navigate(`/o/${encodeURIComponent(made.id)}/events`));
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ path: '/v1/organizations', method: 'POST', body: { id: id.trim(), ...(name.trim() ? { name: name.trim() } : {}) } });
  };
  return (
    <form className="form founding" aria-label={t('structure.new.organizations')} onSubmit={submit}>
      <Field label={t('structure.id')} help={t('structure.id.help')}>
        <input className="text mono" autoFocus value={id} onChange={(event) => setId(event.target.value)} />
      </Field>
      <Field label={t('structure.name')}>
        <input className="text" value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      {create.error && (
        <p className="bad" role="alert">
          {faultText(create.error)}
        </p>
      )}
      <ActButton type="submit" className="b main" isBusy={create.isPending} disabled={!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id.trim())}>
        {t('structure.new.organizations')}
      </ActButton>
    </form>
  );
}
