import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { useSearchParams } from 'wouter';
import type { Organization } from '../api/client';

export interface Scope {
  organization: string;
  organizationName: string;
  organizations: Organization[];
  folder: string;
  project: string;
}

const Context = createContext<Scope | null>(null);

/** What of the log is looked at: an organization, and in it perhaps a folder or a project, as the address says. */
export function ScopeProvider({ organization, organizations, children }: {
  organization: string;
  organizations: Organization[];
  children: ReactNode;
}) {
  const [parameters] = useSearchParams();
  const folder = parameters.get('folder') ?? '';
  const project = parameters.get('project') ?? '';
  const scope = useMemo(
    () => ({
      organization,
      organizationName: organizations.find((one) => one.id === organization)?.name ?? organization,
      organizations,
      folder,
      project,
    }),
    [organization, organizations, folder, project],
  );
  return <Context value={scope}>{children}</Context>;
}

export function useScope(): Scope {
  const scope = useContext(Context);
  if (!scope) {
    throw new Error('outside of an organization');
  }
  return scope;
}

/** As parameters of the API. */
export function scopeParameters(scope: Scope): Record<string, string> {
  return { organization: scope.organization, folder: scope.folder, project: scope.project };
}
