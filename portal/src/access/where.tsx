import { t } from '../i18n';
import { nameOf, useFolders, useProjects } from '../shell/levels';
import { INSTANCE } from '../shell/first-opened';
import { useScope } from '../shell/scope';
import { tree } from '../shell/tree';
import { Field } from '../ui/dialog';
import { marked } from '../ui/marked';

/** A folder or a project; neither is the whole organization. */
export interface Place {
  folder: string;
  project: string;
}

/** On what a role is held: the organization, or one of its folders or projects, as they lie in each other. */
export function Where({ place, choose }: { place: Place; choose: (place: Place) => void }) {
  const { organization } = useScope();
  const levels = tree(useFolders(organization).data ?? [], useProjects(organization).data ?? []);
  // The instance has no levels to choose from.
  return organization === INSTANCE ? null : (
    <Field label={t('keys.where')}>
      <select
        className="text"
        value={place.project ? `project ${place.project}` : place.folder ? `folder ${place.folder}` : ''}
        onChange={(event) => {
          const [kind, id = ''] = event.target.value.split(' ');
          choose({ folder: kind === 'folder' ? id : '', project: kind === 'project' ? id : '' });
        }}
      >
        <option value="">{t('keys.whole')}</option>
        {levels.map((one) => (
          <option key={`${one.kind} ${one.id}`} value={`${one.kind} ${one.id}`} disabled={one.isClosed}>
            {'\u2003'.repeat(one.depth + 1)}
            {marked(one.name)} ({t(`scope.${one.kind}`)})
          </option>
        ))}
      </select>
    </Field>
  );
}

/** Where something holds, in the names that people gave. */
export function usePlaceName(): (on: { organization?: string; folder?: string; project?: string }) => string {
  const scope = useScope();
  const folders = useFolders(scope.organization).data;
  const projects = useProjects(scope.organization).data;
  return ({ organization, folder, project }) => {
    const whose = organization === undefined ? t('access.instance') : (scope.organizations.find((one) => one.id === organization)?.name ?? organization);
    return [whose, folder && nameOf(folders, folder), project && nameOf(projects, project)].filter(Boolean).join(' / ');
  };
}
