import { Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import { useSession } from '../api/session';
import { IconCheck, IconCommand, IconKeyboard, IconLanguage, IconLogout, IconMenu2, IconMoon, IconRoute, IconSun } from '../icons';
import { t, useLanguage, type MessageKey } from '../i18n';
import { fieldTerm } from '../query/terms';
import { Mark } from '../ui/brand';
import { Icon } from '../ui/icon';
import { deedsAddress } from './deeds';
import { useOwnPages } from './own-pages';
import { pageAddress } from './pages';
import { useScope } from './scope';
import { ScopeSwitcher } from './scope-switcher';
import { useTroubles } from './troubles';

/** Mark, scope, pages, what can be done anywhere, who is signed in. */
export function TopBar({ help, goTo }: { help: () => void; goTo: () => void }) {
  const { organization } = useScope();
  const [location] = useLocation();
  const own = useOwnPages();
  const troubles = useTroubles(own.some((page) => page.path === 'integrations'));
  const pages = own.filter((page) => page.path !== 'integrations' || troubles !== null);
  const active = (path: string) => new RegExp(`^/o/[^/]+/${path}(/|$)`).test(location);
  return (
    <header className="top">
      <Link className="brand" href={pages[0] ? pageAddress(organization, pages[0]) : '/'} aria-label={t('brand.home')}>
        <Mark />
        <span className="not-narrow">Indelible</span>
      </Link>
      <ScopeSwitcher />
      <nav className="nav not-narrow" aria-label={t('top.pages')}>
        {pages.map((page) => (
          <Link key={page.path} href={pageAddress(organization, page)} aria-current={active(page.path) ? 'page' : undefined}>
            {t(page.name)}
            {page.path === 'integrations' && troubles !== null && troubles > 0 && (
              <span className="dot" title={t('top.troubles', { count: troubles })}>
                {troubles}
                <span className="sr">{t('top.troubles', { count: troubles })}</span>
              </span>
            )}
          </Link>
        ))}
      </nav>
      <div className="end">
        <button type="button" className="b plain not-narrow not-mid" onClick={goTo} aria-keyshortcuts="Control+K">
          <Icon of={IconCommand} small />
          <span className="mute">{t('top.goTo')}</span>
          <kbd>{t('key.ctrl')} K</kbd>
        </button>
        <ThemeButton />
        <button type="button" className="b plain icon not-narrow" onClick={help} aria-label={t('top.keys')} title={t('top.keys')}>
          <Icon of={IconKeyboard} />
        </button>
        <Menu position="bottom-end">
          <Menu.Target>
            <button type="button" className="b plain icon only-narrow" aria-label={t('top.pages')}>
              <Icon of={IconMenu2} />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {pages.map((page) => (
              <Menu.Item key={page.path} component={Link} href={pageAddress(organization, page)}>
                {t(page.name)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Account />
      </div>
    </header>
  );
}

function ThemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const other = scheme === 'dark' ? 'light' : 'dark';
  const name = t(other === 'dark' ? 'top.dark' : 'top.light');
  return (
    <button type="button" className="b plain icon not-narrow" aria-label={name} title={name} onClick={() => setColorScheme(other)}>
      <Icon of={other === 'dark' ? IconMoon : IconSun} />
    </button>
  );
}

function Account() {
  const session = useSession();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const [language, chooseLanguage] = useLanguage();
  const { organization } = useScope();
  const mayRead = useOwnPages().some((page) => page.path === 'events');
  if (session.is !== 'signed-in') {
    return null;
  }
  const { id, name, roles } = session.identity;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <button type="button" className="avatar" aria-label={t('top.account', { name })} title={name}>
          {initials(name)}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <bdi>{name}</bdi>, {[...new Set(roles.map((one) => t(`role.${one.role}` as MessageKey)))].join(', ')}
        </Menu.Label>
        <Menu.Item
          leftSection={<Icon of={scheme === 'dark' ? IconSun : IconMoon} />}
          onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
        >
          {t(scheme === 'dark' ? 'top.light' : 'top.dark')}
        </Menu.Item>
        {(['en', 'de'] as const).map((one) => (
          <Menu.Item
            key={one}
            lang={one}
            leftSection={<Icon of={one === language ? IconCheck : IconLanguage} />}
            onClick={() => chooseLanguage(one)}
          >
            {one === 'en' ? 'English' : 'Deutsch'}
          </Menu.Item>
        ))}
        {mayRead && (
          <Menu.Item component={Link} href={deedsAddress(organization, fieldTerm('actor', id))} leftSection={<Icon of={IconRoute} />}>
            {t('top.deeds')}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon of={IconLogout} />} onClick={() => void session.signOut()}>
          {t('top.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function initials(name: string): string {
  const words = name.split(/[\s._@-]+/).filter(Boolean);
  return ((words[0]?.[0] ?? '?') + (words[1]?.[0] ?? '')).toUpperCase();
}
