import { Popover } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { address, call, type Values } from '../api/client';
import { IconBox, IconBuilding, IconFolder, IconSearch, IconSelector } from '../icons';
import { t } from '../i18n';
import { Hostile } from '../ui/hostile';
import { Icon } from '../ui/icon';
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
  const folders = useKnown(scope.organization, 'folder', opened);
  const projects = useKnown(scope.organization, 'project', opened);
  const places: Place[] = scope.organizations.flatMap((one) => {
    const organization = one.id;
    const own: Place = { organization, label: one.name ?? one.id, depth: 0 };
    return organization === scope.organization
      ? [
          own,
          ...folders.map((folder): Place => ({ organization, folder, label: folder, depth: 1 })),
          ...projects.map((project): Place => ({ organization, project, label: project, depth: 1 })),
        ]
      : [own];
  });
  const shown = places.filter((one) => one.label.toLowerCase().includes(sought.toLowerCase()));
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
  const rest = [scope.folder, scope.project].filter(Boolean);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={320} trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className="scope"
          aria-label={t('scope.change', { scope: [scope.organizationName, ...rest].join(', ') })}
          onClick={() => setOpened(!opened)}
        >
          <span className="strong cut">
            <Hostile text={scope.organizationName} />
          </span>
          {rest.map((name) => (
            <span key={name} className="cut">
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
              <button type="button" data-depth={place.depth} aria-current={isHere(place) || undefined} onClick={() => go(place)}>
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

/** Folders or projects that events of the organization name. */
function useKnown(organization: string, field: 'folder' | 'project', enabled: boolean): string[] {
  const values = useQuery({
    queryKey: ['values', organization, field],
    queryFn: ({ signal }) => call<Values>(address('/v1/events/values', { organization, field, limit: 200 }), { signal }),
    enabled,
  });
  return (values.data?.values ?? []).flatMap((one) => one.value ?? []);
}
