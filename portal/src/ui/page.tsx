import { useEffect, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { Away } from './states';

/** A page of text width: title, one sentence, what can be done. */
export function Page({ title, lead, acts, tabs, children }: {
  title: string;
  lead: string;
  acts?: ReactNode;
  tabs?: { path: string; name: string }[];
  children: ReactNode;
}) {
  const scope = useScope();
  const [location] = useLocation();
  useEffect(() => {
    document.title = t('title', { page: title, scope: scope.organizationName });
  }, [title, scope.organizationName]);
  return (
    <main className="page">
      <Away />
      <div className="head">
        <div>
          <h1>{title}</h1>
          <p>{lead}</p>
        </div>
        {acts && <div className="acts">{acts}</div>}
      </div>
      {tabs && (
        <nav className="group sub-pages" aria-label={title}>
          {tabs.map((tab) => {
            const to = `/o/${encodeURIComponent(scope.organization)}/${tab.path}`;
            return (
              <Link key={tab.path} className="b" href={to} aria-current={location === to ? 'page' : undefined}>
                {tab.name}
              </Link>
            );
          })}
        </nav>
      )}
      {children}
    </main>
  );
}
