import { Popover } from '@mantine/core';
import { useState } from 'react';
import { IconSelector } from '../icons';
import { t } from '../i18n';
import { Hostile } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { part } from '../ui/part';
import { nameOf, useFolders, useProjects } from './levels';
import { useScope } from './scope';

const ScopeTree = part(() => import('./scope-tree'), null);

/** What is looked at, by its names, and a list of what else could be. */
export function ScopeSwitcher() {
  const scope = useScope();
  const [opened, setOpened] = useState(false);
  const folders = useFolders(scope.organization, scope.folder !== '').data;
  const projects = useProjects(scope.organization, scope.project !== '').data;
  const rest = [
    { id: scope.folder, name: nameOf(folders, scope.folder) },
    { id: scope.project, name: nameOf(projects, scope.project) },
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
        <ScopeTree close={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}
