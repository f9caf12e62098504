import { Popover } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { address, call, type Values } from '../api/client';
import { IconBox, IconBuilding, IconFolder, IconSearch, IconSelector } from '../icons';
import { t } from '../i18n';
import { Hostile } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { nameOf, tree, useFolders, useProjects } from './levels';
import { useScope } from './scope';

interface Place {
  organization: string;
  folder?: string;
  project?: string;
  label: string;
  depth: number;
}

/** A searchable list of organizations and, in the chosen one, its folders and projects. Page and search stay. */
export function ScopeSwitcher() {
  const scope = useScope();
  const [opened, setOpened] = useState(false);
  const [sought, setSought] = useState('');
  const [location, navigate] = useLocation();
  const search = useSearch();
  // What is registered has names; what events name without that is found by its id.
  const folders = useFolders(scope.organization, opened || scope.folder !== '');
  const projects = useProjects(scope.organization, opened || scope.project !== '');
  const levels = tree(folders.data ?? [], projects.data ?? []);
  const isNew = (kind: 'folder' | 'project', id: string) => levels.every((one) => one.kind !== kind || one.id.toLowerCase() !== id.toLowerCase());
  const namedFolders = useKnown(scope.organization, 'folder', opened).filter((id) => isNew('folder', id));
  const namedProjects = useKnown(scope.organization, 'project', opened).filter((id) => isNew('project', id));
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
    const page = location.split('/')[3] ?? 'events';
    navigate(`/o/${encodeURIComponent(place.organization)}/${page}${parameters.size ? '?' + parameters.toString() : ''}`);
    setOpened(false);
  };
  const isHere = (place: Place) =>
    place.organization === scope.organization && (place.folder ?? '') === scope.folder && (place.project ?? '') === scope.project;
  const rest = [
    { id: scope.folder, name: nameOf(folders.data, scope.folder) },
    { id: scope.project, name: nameOf(projects.data, scope.project) },
  ].filter((one) => one.id !== '');
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={320} trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className="scope"
          aria-label={t('scope.change', { scope: [scope.organizationName, ...rest.map((one) => one.name)].join(', ') })}
          title={[scope.organization, ...rest.map((one) => one.id)].join(' / ')}
          onClick={() => setOpened(!opened)}
        >
          <span className="strong cut">
            <Hostile text={scope.organizationName} />
          </span>
          {rest.map(({ id, name }) => (
            <span key={id} className="cut">
              <span className="slash">/</span> <Hostile text={name} />
            </span>
          ))}
          <Icon of={IconSelector} small className="mute" />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <label className="seek">
          <Icon of={IconSearch} className="mute" />
          <input
            data-autofocus
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
      </Popover.Dropdown>
    </Popover>
  );
}

function idOf(place: Place): string {
  return place.project ?? place.folder ?? place.organization;
}

/** Folders or projects that events of the organization name. */
function useKnown(organization: string, field: 'folder' | 'project', enabled: boolean): string[] {
  const values = useQuery({
    queryKey: ['values', organization, field],
    queryFn: ({ signal }) => call<Values>(address('/v1/events/values', { organization, field, limit: 200 }), { signal }),
    enabled,
  });
  return (values.data?.values ?? []).flatMap((one) => one.value ?? []);
}
