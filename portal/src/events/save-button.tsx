import { Popover } from '@mantine/core';
import { useState } from 'react';
import { useAway } from '../api/reach';
import { useIdentity } from '../api/session';
import { IconBookmark } from '../icons';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { ActButton } from '../ui/act-button';
import { faultText } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { useKeys } from '../ui/keys';
import { useSavedSearches, useSaving } from './saved-searches';
import type { Change, Search } from './search';

/** Keeps the search under a name, for oneself or for everybody who reads the organization. */
export function SaveButton({ search, change }: { search: Search; change: Change }) {
  const scope = useScope();
  const identity = useIdentity();
  const all = useSavedSearches(scope.organization);
  const [opened, setOpened] = useState(false);
  const isAway = useAway() !== null;
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const saving = useSaving(scope.organization, (saved) => {
    change({ saved: saved.id ?? '' }, { replace: true });
    setOpened(false);
  });
  const open = () => {
    const current = all.data?.find((one) => one.id === search.saved);
    setName(current?.name ?? '');
    setShared(current?.shared ?? false);
    saving.reset();
    setOpened(true);
  };
  useKeys({ s: isAway ? undefined : open }, [search, all.data, isAway]);
  const over = all.data?.find((one) => one.name === name.trim() && one.owner?.id === identity.id);
  const current = all.data?.find((one) => one.id === search.saved && one.owner?.id === identity.id);
  const renames = current !== undefined && name.trim() !== '' && name.trim() !== current.name && !over;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={320} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="b" title={isAway ? t('state.away') : `${t('save.title')}, S`} disabled={isAway && !opened} aria-expanded={opened} onClick={() => (opened ? setOpened(false) : open())}>
          <Icon of={IconBookmark} />
          <span className="lbl">{t('save')}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className="form"
          aria-label={t('save.title')}
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim()) {
              saving.mutate({
                id: over?.id ?? null, name: name.trim(), q: search.q, from: search.from, to: search.to, columns: search.columns, shared,
              });
            }
          }}
        >
          <label className="pair">
            <span>{t('save.name')}</span>
            <input className="text" data-autofocus value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
          </label>
          <label className="check">
            <input type="checkbox" className="tick" checked={shared} onChange={(event) => setShared(event.target.checked)} />
            <span>{t('save.shared')}</span>
          </label>
          {saving.error && (
            <p className="bad" role="alert">
              {faultText(saving.error)}
            </p>
          )}
          <div className="acts">
            {renames && (
              <ActButton
                className="b small"
                isBusy={saving.isPending}
                disabled={isAway}
                title={t('save.rename.help', { name: current.name ?? '' })}
                onClick={() => {
                  const { id = null, q = '', from = '', to = '', columns = [] } = current;
                  saving.mutate({ id, name: name.trim(), q, from, to, columns, shared });
                }}
              >
                {t('save.rename')}
              </ActButton>
            )}
            <ActButton type="submit" className="b small main" isBusy={saving.isPending} disabled={!name.trim() || isAway} title={isAway ? t('state.away') : undefined}>
              {t(over ? 'save.over' : renames ? 'save.another' : 'save')}
            </ActButton>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
