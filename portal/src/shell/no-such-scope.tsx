import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { address, call, type Values } from '../api/client';
import { IconSearch } from '../icons';
import { t } from '../i18n';
import { marked } from '../ui/hostile';
import { Block } from '../ui/states';
import { useAccessList } from './levels';
import { useScope } from './scope';

/** Which folder or project of the address is neither registered nor named by any event that one may see; null where all are known, or not known yet. */
export function useUnknownLevel(isAsked: boolean): { kind: 'folder' | 'project'; id: string } | null {
  const { organization, folder, project } = useScope();
  const isFolder = useIsLevel(organization, 'folder', folder, isAsked);
  const isProject = useIsLevel(organization, 'project', project, isAsked);
  return isFolder === false ? { kind: 'folder', id: folder } : isProject === false ? { kind: 'project', id: project } : null;
}

function useIsLevel(organization: string, kind: 'folder' | 'project', id: string, isAsked: boolean): boolean | undefined {
  const isSame = (other: string | undefined) => other?.toLowerCase() === id.toLowerCase();
  const isWanted = isAsked && id !== '';
  const registered = useAccessList<{ id?: string; organization?: string }>(organization, `${kind}s`, isWanted).data;
  const isRegistered = registered?.some((one) => isSame(one.id));
  // Names that nobody registered are taken as events have them.
  const named = useQuery({
    queryKey: ['is-level', organization, kind, id],
    queryFn: async ({ signal }) => {
      const { values } = await call<Values>(address('/v1/events/values', { organization, field: kind, prefix: id, limit: 50 }), { signal });
      return values?.some((one) => isSame(one.value)) ?? false;
    },
    enabled: isWanted && isRegistered === false,
    retry: false,
    staleTime: 60_000,
  });
  return isRegistered === true ? true : named.data;
}

/** A folder or a project that is not there or not for this reader; which of the two, nobody learns here. */
export function NoSuchLevel({ kind, id }: { kind: 'folder' | 'project'; id: string }) {
  const { organization, organizationName } = useScope();
  const [at] = useLocation();
  const title = t(`noLevel.${kind}`, { id: marked(id) });
  useEffect(() => {
    document.title = t('title', { page: title, scope: organizationName });
  }, [title, organizationName]);
  return (
    <main className="lonely">
      <Block isPage icon={IconSearch} title={title} alert>
        <p>{t('noLevel.why', { organization: marked(organizationName) })}</p>
        <div className="acts">
          <Link className="b main" href={`/o/${encodeURIComponent(organization)}/${at.split('/')[3] ?? 'events'}`}>
            {t('noLevel.all', { organization: marked(organizationName) })}
          </Link>
        </div>
      </Block>
    </main>
  );
}
