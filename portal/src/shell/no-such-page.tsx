import { useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { IconSearch } from '../icons';
import { t } from '../i18n';
import { marked } from '../ui/hostile';
import { Block } from '../ui/states';
import { PAGES, pageAddress } from './pages';

/** An address that leads to no page: which, and where one may go from here. */
export function NoSuchPage() {
  const [at] = useLocation();
  const organization = /^\/o\/([^/]+)\//.exec(at)?.[1];
  useEffect(() => {
    document.title = t('noPage.title');
  }, []);
  return (
    <main className="lonely">
      <Block icon={IconSearch} title={t('noPage.title')}>
        <p className="mono">{marked(at)}</p>
        <div className="acts">
          {organization === undefined ? (
            <Link className="b main" href="/">
              {t('noPage.home')}
            </Link>
          ) : (
            PAGES.map((page) => (
              <Link key={page.path} className="b" href={pageAddress(decodeURIComponent(organization), page)}>
                {t(page.name)}
              </Link>
            ))
          )}
        </div>
      </Block>
    </main>
  );
}
