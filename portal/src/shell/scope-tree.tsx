import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { address, call, type Values } from '../api/client';
import { IconBox, IconBuilding, IconFolder, IconSearch } from '../icons';
import { t } from '../i18n';
import { Hostile } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { useFolders, useProjects } from './levels';
import { INNER_PAGES } from './pages';
import { useScope } from './scope';
import { tree } from './tree';

interface Place {
  organization: string;
  folder?: string;
  project?: string;
  label: string;
  depth: number;
}

/** Organizations and, in the chosen one, its folders and projects, to be searched. Page and search stay. */
export default function ScopeTree({ close }: { close: () => void }) {
  const scope = useScope();
  const [sought, setSought] = useState('');
  const [location, navigate] = useLocation();
  const search = useSearch();
  // What is registered has names; what events name without that is found by its id.
  const folders = useFolders(scope.organization);
  const projects = useProjects(scope.organization);
  const levels = tree(folders.data ?? [], projects.data ?? []);
  const isNew = (kind: 'folder' | 'project', id: string) => levels.every((one) => one.kind !== kind || one.id.toLowerCase() !== id.toLowerCase());
  const namedFolders = useKnown(scope.organization, 'folder').filter((id) => isNew('folder', id));
  const namedProjects = useKnown(scope.organization, 'project').filter((id) => isNew('project', id));
  const places: Place[] = scope.organizations.flatMap((one) => {
    const organization = one.id;
    const own: Place = { organization, label: one.name ?? one.id, depth: 0 };
    return organization === scope.organization
      ? [
          own,
          ...levels.map(({ kind, id, name, depth }): Place => ({ organization, [kind]: id, label: name, depth: depth + 1 })),
          ...namedFolders.map((folder): Place => ({ organization, folder, label: folder, depth: 1 })),
          ...namedProjects.map((project): Place => ({ organization, project, label: project, depth: 1 })),
        ]
      : [own];
  });
  const shown = places.filter((one) => [one.label, idOf(one)].some((name) => name.toLowerCase().includes(sought.toLowerCase())));
  const go = (place: Place) => {
    const parameters = new URLSearchParams(search);
    for (const name of ['folder', 'project'] as const) {
      parameters.delete(name);
      if (place[name]) {
        parameters.set(name, place[name]);
      }
    }
    parameters.delete('event');
    parameters.delete('open');
    const [page = 'events', part] = location.split('/').slice(3);
    // A part of a page is one of every organization; what is open in it is not.
    const path = INNER_PAGES.some((one) => one.path === `${page}/${part}` && part !== 'new') ? `${page}/${part}` : page;
    navigate(`/o/${encodeURIComponent(place.organization)}/${path}${parameters.size ? '?' + parameters.toString() : ''}`);
    close();
  };
  const isHere = (place: Place) =>
    place.organization === scope.organization && (place.folder ?? '') === scope.folder && (place.project ?? '') === scope.project;
  return (
    <>
      <label className="seek">
        <Icon of={IconSearch} className="mute" />
        <input
          autoFocus
          aria-label={t('scope.find')}
          placeholder={t('scope.find')}
          value={sought}
          onChange={(event) => setSought(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && shown[0]) {
              go(shown[0]);
            }
          }}
        />
      </label>
      <ul className="tree">
        {shown.map((place) => (
          <li key={[place.organization, place.folder, place.project].join('\n')}>
            <button type="button" style={{ paddingLeft: 12 + place.depth * 18 }} title={idOf(place)} aria-current={isHere(place) || undefined} onClick={() => go(place)}>
              <Icon of={place.folder ? IconFolder : place.project ? IconBox : IconBuilding} className="mute" />
              <span className="cut">
                <Hostile text={place.label} />
              </span>
              <span className="n mute">{place.folder ? t('scope.folder') : place.project ? t('scope.project') : place.organization}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function idOf(place: Place): string {
  return place.project ?? place.folder ?? place.organization;
}

/** Folders or projects that events of the organization name. */
function useKnown(organization: string, field: 'folder' | 'project'): string[] {
  const values = useQuery({
    queryKey: ['values', organization, field],
    queryFn: ({ signal }) => call<Values>(address('/v1/events/values', { organization, field, limit: 200 }), { signal }),
  });
  return (values.data?.values ?? []).flatMap((one) => one.value ?? []);
}
