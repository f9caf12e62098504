import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { may } from '../api/rights';
import { useIdentity } from '../api/session';
import { IconBox, IconBuilding, IconFolder, IconPlus } from '../icons';
import { t, type MessageKey } from '../i18n';
import { useRetention } from '../lifecycle/data';
import { useScope } from '../shell/scope';
import { Dialog, Field } from '../ui/dialog';
import { Hostile } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { Failure, Later } from '../ui/states';
import { useFolders, useProjects } from '../shell/levels';
import { tree, type Level } from '../shell/tree';
import { useChange, useEventCounts } from './data';
import { Edit, type Edited, type Kind } from './edit';

export type Draft = { kind: Kind; parent: string };

/** The organization with its folders and projects, as a tree. */
export function Structure() {
  const scope = useScope();
  const folders = useFolders(scope.organization);
  const projects = useProjects(scope.organization);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [edited, setEdited] = useState<Edited | null>(null);
  const identity = useIdentity();
  const mayKeep = may(identity.roles, ['administer'], scope.organization);
  const retention = useRetention(scope.organization, mayKeep).data;
  const levels = useMemo(
    () => (folders.data && projects.data ? tree(folders.data, projects.data) : undefined),
    [folders.data, projects.data],
  );
  const counts = useEventCounts(scope.organization, levels).data;
  if (!levels) {
    const error = folders.error ?? projects.error;
    return error ? <Failure error={error} retry={() => void Promise.all([folders.refetch(), projects.refetch()])} /> : <Later />;
  }
  const kept = retention && (
    <span className="kept num mute" title={t('structure.kept')}>
      {t('unit.d', { count: retention.bodyDays ?? 0 })}
      {(retention.rules?.length ?? 0) > 0 && `, ${t('structure.rules', { count: retention.rules?.length ?? 0 })}`}
    </span>
  );
  const onInstance = may(identity.roles, ['administer'], '');
  const own = scope.organizations.find((one) => one.id === scope.organization);
  const placeOf = (kind: Kind, id: string) =>
    (kind === 'folders' ? folders.data?.find((one) => one.id === id)?.parent : projects.data?.find((one) => one.id === id)?.folder) ?? '';
  const row = (kind: Kind, { id, name, isClosed, mayOpen, depth }: Omit<Level, 'kind'>, count: number | null | undefined) => (
    <li key={`${kind} ${id}`} className="branch" style={{ paddingLeft: 16 + depth * 24 }}>
      <Icon of={kind === 'folders' ? IconFolder : kind === 'projects' ? IconBox : IconBuilding} className="mute" />
      <b className="strong cut"><Hostile text={name} /></b>
      {name !== id && <span className="mono mute cut"><Hostile text={id} /></span>}
      {isClosed && <span className="tag none">{t('structure.closed')}</span>}
      <span className="holding push">
        <span className="count num" title={count === null ? t('structure.uncounted') : undefined}>
          {count === undefined ? '' : count === null ? t('structure.uncounted.short') : t('hist.count', { count })}
        </span>
        {kept}
      </span>
      <span className="acts">
        {kind !== 'projects' && (
          <>
            <button type="button" className="b small" onClick={() => setDraft({ kind: 'folders', parent: kind === 'folders' ? id : '' })}>
              <Icon of={IconPlus} small />
              {t('scope.folder')}
            </button>
            <button type="button" className="b small" onClick={() => setDraft({ kind: 'projects', parent: kind === 'folders' ? id : '' })}>
              <Icon of={IconPlus} small />
              {t('scope.project')}
            </button>
          </>
        )}
        <button type="button" className="b small" onClick={() => setEdited({ kind, id, name, closed: isClosed, place: kind === 'organizations' ? '' : placeOf(kind, id), mayMove: kind !== 'organizations' && !own?.closed, maySwitch: isClosed ? mayOpen : kind !== 'organizations' || onInstance })}>{t('action.edit')}</button>
        <Link className="b small" href={`/o/${encodeURIComponent(scope.organization)}/events${kind === 'organizations' ? '' : `?${kind === 'folders' ? 'folder' : 'project'}=${encodeURIComponent(id)}`}`}>
          {t('page.events')}
        </Link>
      </span>
    </li>
  );
  return (
    <>
      <div className="panel">
        <div className="bar">
          <h2>{t('access.structure')}</h2>
          {onInstance && (
            <button type="button" className="b small push" onClick={() => setDraft({ kind: 'organizations', parent: '' })}>
              <Icon of={IconPlus} small />
              {t('structure.organization')}
            </button>
          )}
        </div>
        <ul className="branches">
          {row('organizations', { id: scope.organization, name: scope.organizationName, isClosed: own?.closed ?? false, mayOpen: own?.mayOpen ?? false, depth: 0 }, counts?.total)}
          {levels.map((one, index) => row(one.kind === 'folder' ? 'folders' : 'projects', { ...one, depth: one.depth + 1 }, counts?.of[index]))}
        </ul>
      </div>
      {draft && <Create draft={draft} close={() => setDraft(null)} />}
      {edited && <Edit edited={edited} close={() => setEdited(null)} />}
    </>
  );
}

export function Create({ draft, close }: { draft: Draft; close: () => void }) {
  const { organization } = useScope();
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const create = useChange(close);
  const place = draft.kind === 'organizations' ? {} : { organization, ...(draft.parent ? { [draft.kind === 'folders' ? 'parent' : 'folder']: draft.parent } : {}) };
  return (
    <Dialog
      title={t(`structure.new.${draft.kind}` as MessageKey)}
      close={close}
      act={t('action.create')}
      busy={create.isPending}
      fault={create.error}
      disabled={!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id.trim())}
      submit={() => create.mutate({ path: `/v1/${draft.kind}`, method: 'POST', body: { id: id.trim(), ...(name.trim() ? { name: name.trim() } : {}), ...place } })}
    >
      <Field label={t('structure.id')} help={t('structure.id.help')}>
        <input className="text mono" data-autofocus value={id} onChange={(event) => setId(event.target.value)} />
      </Field>
      <Field label={t('structure.name')}>
        <input className="text" value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
    </Dialog>
  );
}
