import { useMemo } from 'react';
import { useSession } from '../api/session';
import { pagesFor, type MainPage } from './pages';
import { useScope } from './scope';

/** The pages that whoever is signed in may see of the organization; none of one that is not theirs. */
export function useOwnPages(): MainPage[] {
  const { organization, organizations } = useScope();
  const session = useSession();
  return useMemo(
    () => (session.is === 'signed-in' && organizations.some((one) => one.id === organization) ? pagesFor(session.identity.roles, organization) : []),
    [session, organization, organizations],
  );
}
