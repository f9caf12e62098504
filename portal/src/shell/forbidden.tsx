import { useEffect } from 'react';
import { Link } from 'wouter';
import { rolesWith } from '../api/rights';
import { IconLock } from '../icons';
import { t, type MessageKey } from '../i18n';
import { marked } from '../ui/hostile';
import { Block } from '../ui/states';
import { pageAddress, PAGES, type MainPage } from './pages';
import { useScope } from './scope';
import { useOwnPages } from './own-pages';

/** An address of an organization that is not there or not for this reader; which of the two, nobody learns here. */
export function NoSuchOrganization() {
  const { organization, organizations } = useScope();
  useEffect(() => {
    document.title = t('title', { page: t('state.forbidden'), scope: organization });
  }, [organization]);
  return (
    <main className="page">
      <h1 className="sr">{t('state.forbidden')}</h1>
      <div className="panel">
        <Block icon={IconLock} title={t('state.forbidden.organization', { organization: marked(organization) })} alert>
          <p>{t('state.forbidden.cure')}</p>
          <div className="acts">
            {organizations.slice(0, 5).map((one) => (
              <Link key={one.id} className="b" href={pageAddress(one.id, PAGES[0]!)}>
                {one.name ?? one.id}
              </Link>
            ))}
          </div>
        </Block>
      </div>
    </main>
  );
}

/** A page that whoever asks may not see, and what would be needed; nothing of what is there. */
export function Forbidden({ page }: { page: MainPage }) {
  const { organization, organizationName } = useScope();
  const own = useOwnPages();
  const name = t(page.name);
  useEffect(() => {
    document.title = t('title', { page: name, scope: organizationName });
  }, [name, organizationName]);
  const roles = rolesWith(page.needs).map((role) => t(`role.${role}` as MessageKey));
  return (
    <main className="page">
      <h1 className="sr">{name}</h1>
      <div className="panel">
        <Block icon={IconLock} title={t('state.forbidden.page', { page: name })} alert>
          <p>{t(page.on === 'all of it' ? 'state.forbidden.needs' : 'state.forbidden.needs.part', { roles: roles.join(', '), organization: marked(organizationName) })}</p>
          <p className="mute">{t('state.forbidden.cure')}</p>
          {own[0] && (
            <div className="acts">
              <Link className="b" href={pageAddress(organization, own[0])}>
                {t(own[0].name)}
              </Link>
            </div>
          )}
        </Block>
      </div>
    </main>
  );
}
