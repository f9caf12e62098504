import { useMemo } from 'react';
import { clearParts, seesAll } from '../api/clear';
import { useIdentity } from '../api/session';
import { NOTHING_UNASKED, type Unasked } from '../query/unasked';
import { useFolders, useProjects } from './levels';
import { useScope } from './scope';

const NONE: never[] = [];

/** What may not be asked of what is looked at, by whoever is signed in. Nothing of it is asked: each refusal is recorded as an attempt. */
export function useUnasked(): Unasked {
  const { protectedFields, roles } = useIdentity();
  const { organization, folder, project } = useScope();
  // Only who sees them in a part has to know where that is.
  const isPart = protectedFields !== undefined && (folder !== '' || project !== '') && clearParts(roles, organization).length > 0;
  const folders = useFolders(organization, isPart).data ?? NONE;
  const projects = useProjects(organization, isPart).data ?? NONE;
  return useMemo(
    () =>
      protectedFields === undefined || seesAll(roles, organization, { folder, project, folders, projects })
        ? NOTHING_UNASKED
        : { fields: protectedFields, words: true },
    [protectedFields, roles, organization, folder, project, folders, projects],
  );
}
