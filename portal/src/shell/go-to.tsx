import { useState } from 'react';
import { useLocation } from 'wouter';
import { IconSearch } from '../icons';
import { t } from '../i18n';
import { Icon } from '../ui/icon';
import { useOwnPages } from './own-pages';
import { INNER_PAGES, pageAddress, pageAround, PAGES, type Page } from './pages';
import { useScope } from './scope';
import { Window } from '../ui/window';

/** Go to a page, an event by its id, or a search, by typing. */
export function GoTo({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    opened && (
      <Window onClose={close} withCloseButton={false} padding={0} size={520} yOffset="12vh" centered={false} attributes={{ content: { 'aria-label': t('top.goTo') } }}>
        <Choices close={close} />
      </Window>
    )
  );
}

/** Pages by a part of their name; those within them only once something is sought. */
export function found(sought: string, own: readonly Page[] = PAGES): Page[] {
  const inner = INNER_PAGES.filter((page) => own.some((one) => one === pageAround(page)));
  return [...own, ...(sought ? inner : [])].filter((page) => isIn(nameOf(page), sought) || page.path.includes(sought.toLowerCase()));
}

function nameOf(page: Page): string {
  const around = pageAround(page);
  return around ? `${t(around.name)} › ${t(page.name)}` : t(page.name);
}

/** Each word of what is sought stands in the name, with accents or without. */
function isIn(name: string, sought: string): boolean {
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain(sought).split(/\s+/).every((word) => plain(name).includes(word));
}

function Choices({ close }: { close: () => void }) {
  const scope = useScope();
  const pages = useOwnPages();
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const sought = text.trim();
  const own = `/o/${encodeURIComponent(scope.organization)}`;
  const all = [
    ...(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(sought)
      ? [{ label: t('goTo.event', { id: sought }), to: `${own}/events/${sought.toLowerCase()}` }]
      : []),
    ...found(sought, pages).map((page) => ({ label: nameOf(page), to: pageAddress(scope.organization, page) })),
    ...(sought && isIn(t('page.verify'), sought) ? [{ label: t('page.verify'), to: '/verify' }] : []),
    ...(sought ? [{ label: t('goTo.search', { text: sought }), to: `${own}/events?q=${encodeURIComponent(sought)}` }] : []),
    ...scope.organizations
      .filter((one) => one.id !== scope.organization && (one.name ?? one.id).toLowerCase().includes(sought.toLowerCase()))
      .slice(0, 5)
      .map((one) => ({ label: one.name ?? one.id, to: `/o/${encodeURIComponent(one.id)}/events` })),
  ];
  const go = (to: string | undefined) => {
    if (to) {
      navigate(to);
      close();
    }
  };
  return (
    <>
      <label className="seek">
        <Icon of={IconSearch} className="mute" />
        <input
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls="go-to-list"
          aria-activedescendant={`go-to-${chosen}`}
          aria-label={t('top.goTo')}
          placeholder={t('goTo.hint')}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setChosen(0);
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
              event.preventDefault();
              setChosen((chosen + (event.key === 'ArrowDown' ? 1 : all.length - 1)) % Math.max(1, all.length));
            } else if (event.key === 'Enter') {
              go(all[chosen]?.to);
            }
          }}
        />
      </label>
      <ul className="tree" role="listbox" id="go-to-list" aria-label={t('top.goTo')}>
        {all.map((one, index) => (
          <li key={one.to} id={`go-to-${index}`} role="option" aria-selected={index === chosen} onClick={() => go(one.to)}>
            <span className="cut">{one.label}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
