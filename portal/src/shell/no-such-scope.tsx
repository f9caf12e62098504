import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { address, call, type Values } from '../api/client';
import { IconSearch } from '../icons';
import { t } from '../i18n';
import { marked } from '../ui/hostile';
import { Block } from '../ui/states';
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
  const found = useQuery({
    queryKey: ['is-level', organization, kind, id],
    queryFn: async ({ signal }) => {
      const list = await call<Record<string, { id?: string }[]>>(address(`/v1/${kind}s`, { organization }), { signal });
      if (list[`${kind}s`]?.some((one) => isSame(one.id))) {
        return true;
      }
      // Names that nobody registered are taken as events have them.
      const { values } = await call<Values>(address('/v1/events/values', { organization, field: kind, prefix: id, limit: 50 }), { signal });
      return values?.some((one) => isSame(one.value)) ?? false;
    },
    enabled: isAsked && id !== '',
    retry: false,
    staleTime: 60_000,
  });
  return found.data;
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
      <Block icon={IconSearch} title={title} alert>
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
