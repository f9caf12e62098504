import { Menu } from '@mantine/core';
import { createContext, useContext, useMemo, useState, type MouseEvent, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { IconArrowsDiagonal, IconClockSearch, IconCopy, IconFilter, IconFilterOff, IconLock, IconRoute } from '../icons';
import { t } from '../i18n';
import { exclude, fieldTerm, showOnly } from '../query/terms';
import { isUnasked } from '../query/unasked';
import { useScope } from '../shell/scope';
import { useUnasked } from '../shell/unasked';
import { copy } from '../ui/copy';
import { Hostile } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { elsewhere, readSearch, writeSearch, type Order } from './search';

export interface Asked {
  field: string;
  value: string;
  /** What is read where the value is shown. */
  label: string;
  /** With an actor: the action, for "first time". */
  action?: string | undefined;
  open?: (() => void) | undefined;
}

interface Opener {
  open(asked: Asked, at: HTMLElement): void;
  only(asked: Asked): void;
  not(asked: Asked): void;
}

const Context = createContext<Opener | null>(null);

/** One menu for all values of a page: show only, exclude, follow, copy. */
export function ValueMenus({ children }: { children: ReactNode }) {
  const [menu, setMenu] = useState<{ asked: Asked; at: HTMLElement; box: DOMRect } | null>(null);
  const scope = useScope();
  const unasked = useUnasked();
  const [location, navigate] = useLocation();
  const opener = useMemo<Opener>(() => {
    const go = (field: string, change: (q: string) => string) => {
      if (isUnasked(unasked, field)) {
        return;
      }
      const parameters = new URLSearchParams(window.location.search);
      const isEvents = /\/events$/.test(location);
      const next = writeSearch(parameters, { q: change(isEvents ? readSearch(parameters).q : '') });
      next.delete('tab');
      navigate(`/o/${encodeURIComponent(scope.organization)}/events?${next.toString()}`);
    };
    return {
      open: (asked, at) => setMenu({ asked, at, box: at.getBoundingClientRect() }),
      only: (asked) => go(asked.field, (q) => showOnly(q, asked.field, asked.value)),
      not: (asked) => go(asked.field, (q) => exclude(q, asked.field, asked.value)),
    };
  }, [location, navigate, scope.organization, unasked]);
  const close = () => {
    menu?.at.focus();
    setMenu(null);
  };
  const everything = (q: string, order: Order = 'newest') =>
    navigate(elsewhere(scope.organization, new URLSearchParams(window.location.search), { q, from: '-90d', order }));
  return (
    <Context value={opener}>
      {children}
      {menu && (
        <Menu opened onClose={close} position="bottom-start" offset={6} width={288} returnFocus={false} trapFocus>
          <Menu.Target>
            <button
              type="button"
              className="anchor"
              tabIndex={-1}
              aria-label={menu.asked.label}
              style={{ left: menu.box.left, top: menu.box.top, width: menu.box.width, height: menu.box.height }}
            />
          </Menu.Target>
          <Menu.Dropdown
            onKeyDown={(event) => {
              const act = { f: () => opener.only(menu.asked), x: () => opener.not(menu.asked), c: () => void copy(menu.asked.value) }[event.key];
              if (act) {
                event.preventDefault();
                act();
                close();
              }
            }}
          >
            <Menu.Label>
              {t('menu.title', { field: menu.asked.field })} <Hostile text={menu.asked.label} />
            </Menu.Label>
            {menu.asked.open && (
              <Menu.Item leftSection={<Icon of={IconArrowsDiagonal} />} onClick={menu.asked.open}>
                {t('menu.open')}
              </Menu.Item>
            )}
            {isUnasked(unasked, menu.asked.field) ? (
              <Menu.Label>
                <Icon of={IconLock} small /> {t('unasked.menu')}
              </Menu.Label>
            ) : (
              <>
                <Menu.Item leftSection={<Icon of={IconFilter} />} rightSection={<kbd>F</kbd>} onClick={() => opener.only(menu.asked)}>
                  {t('menu.only')}
                </Menu.Item>
                <Menu.Item leftSection={<Icon of={IconFilterOff} />} rightSection={<kbd>X</kbd>} onClick={() => opener.not(menu.asked)}>
                  {t('menu.exclude')}
                </Menu.Item>
                <Menu.Item
                  leftSection={<Icon of={IconRoute} />}
                  onClick={() => everything(fieldTerm(menu.asked.field, menu.asked.value))}
                >
                  {t(menu.asked.field === 'actor' ? 'menu.allByActor' : 'menu.all')}
                </Menu.Item>
                {menu.asked.field === 'actor' && menu.asked.action && (
                  <Menu.Item
                    leftSection={<Icon of={IconClockSearch} />}
                    onClick={() =>
                      everything(`${fieldTerm('actor', menu.asked.value)} ${fieldTerm('action', menu.asked.action ?? '')}`, 'oldest')
                    }
                  >
                    {t('menu.first')}
                  </Menu.Item>
                )}
                {!(menu.asked.field === 'actor' && menu.asked.action) && (
                  <Menu.Item leftSection={<Icon of={IconClockSearch} />} onClick={() => everything(fieldTerm(menu.asked.field, menu.asked.value), 'oldest')}>
                    {t('menu.firstSeen')}
                  </Menu.Item>
                )}
              </>
            )}
            <Menu.Divider />
            <Menu.Item leftSection={<Icon of={IconCopy} />} rightSection={<kbd>C</kbd>} onClick={() => void copy(menu.asked.value)}>
              <span className="cut menu-value">
                {t('action.copy')} <Hostile text={menu.asked.value} />
              </span>
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </Context>
  );
}

export function useValueMenus(): Opener {
  const opener = useContext(Context);
  if (!opener) {
    throw new Error('outside of ValueMenus');
  }
  return opener;
}

/** A value that can be filtered by, followed and copied: click it, or Enter. */
export function Value({ asked, children, className, inGrid }: {
  asked: Asked;
  children: ReactNode;
  className?: string;
  inGrid?: boolean;
}) {
  const menus = useValueMenus();
  if (!asked.value) {
    return <span className={className}>{children}</span>;
  }
  return (
    <button
      type="button"
      className={'v' + (className ? ' ' + className : '')}
      tabIndex={inGrid ? -1 : undefined}
      aria-haspopup="menu"
      title={asked.label === asked.value ? asked.label : `${asked.label}\n${asked.value}`}
      onClick={(event: MouseEvent<HTMLButtonElement>) => {
        event.stopPropagation();
        menus.open(asked, event.currentTarget);
      }}
      onKeyDown={(event) => {
        const act = { f: menus.only, x: menus.not }[event.key];
        if (act && !event.ctrlKey && !event.metaKey) {
          event.preventDefault();
          event.stopPropagation();
          act(asked);
        } else if (event.key === 'c' && !event.ctrlKey && !event.metaKey) {
          event.preventDefault();
          void copy(asked.value);
        }
      }}
    >
      {children}
    </button>
  );
}
