import { Popover } from '@mantine/core';
import { useState } from 'react';
import { IconBookmark } from '../icons';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { Icon } from '../ui/icon';
import { useKeys } from '../ui/keys';
import { useSavedSearches } from './saved-searches';
import type { Change, Search } from './search';

/** Keeps the search under a name. */
export function SaveButton({ search, change }: { search: Search; change: Change }) {
  const scope = useScope();
  const { save } = useSavedSearches(scope.organization);
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const open = () => {
    setName(search.saved);
    setOpened(true);
  };
  useKeys({ s: open }, [search]);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={320} trapFocus>
      <Popover.Target>
        <button type="button" className="b" title={`${t('save.title')}, S`} aria-expanded={opened} onClick={() => (opened ? setOpened(false) : open())}>
          <Icon of={IconBookmark} />
          <span className="lbl">{t('save')}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim()) {
              save({ name: name.trim(), q: search.q, from: search.from, to: search.to, columns: search.columns });
              change({ saved: name.trim() }, { replace: true });
              setOpened(false);
            }
          }}
        >
          <label className="pair">
            <span>{t('save.name')}</span>
            <input className="text" data-autofocus value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
          </label>
          <p className="mute">{t('save.where')}</p>
          <div className="acts">
            <button type="submit" className="b small main" disabled={!name.trim()}>
              {t('save')}
            </button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
