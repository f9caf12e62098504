import { useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { IconSearch } from '../icons';
import { t } from '../i18n';
import { marked } from '../ui/hostile';
import { Block } from '../ui/states';
import { pageAddress, type Page } from './pages';

/**
 * An address that leads to no page: which, and where one may go from here.
 *
 * @param pages of the organization that whoever asks may see
 */
export function NoSuchPage({ organization = '', pages = [] }: { organization?: string; pages?: readonly Page[] }) {
  const [at] = useLocation();
  useEffect(() => {
    document.title = t('noPage.title');
  }, []);
  return (
    <main className="lonely">
      <Block isPage icon={IconSearch} title={t('noPage.title')}>
        <p className="mono">{marked(at)}</p>
        <div className="acts">
          {pages.length === 0 ? (
            <Link className="b main" href="/">
              {t('noPage.home')}
            </Link>
          ) : (
            pages.map((page) => (
              <Link key={page.path} className="b" href={pageAddress(organization, page)}>
                {t(page.name)}
              </Link>
            ))
          )}
        </div>
      </Block>
    </main>
  );
}
