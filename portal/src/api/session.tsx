import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { taken } from './begun';
import { call, keepCsrf, onSignedOut } from './client';
import { may } from './rights';

export interface RoleOn {
  role: string;
  organization?: string;
  folder?: string;
  project?: string;
}

export interface Identity {
  id: string;
  kind: 'key' | 'person' | 'program';
  name: string;
  organization?: string;
  roles: RoleOn[];
  /** Fields that ask by protected members; there where anything is protected, and then words do too. */
  protectedFields?: string[];
}

interface Session {
  csrf: string;
  identity: Identity;
}

type Answer = Session | { signedIn: false };

type State =
  | { is: 'asking' }
  | { is: 'unreachable'; retry: () => void }
  | { is: 'signed-out' }
  | { is: 'signed-in'; identity: Identity; expired: boolean; signOut: () => Promise<void> };

const PATH = '/v1/session';

const Context = createContext<State>({ is: 'asking' });

/** Who is signed in, here and in all other tabs of this browser: the cookie knows, scripts cannot read it. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [expired, setExpired] = useState(false);
  const session = useQuery({
    queryKey: ['session'],
    queryFn: async () => known(await call<Answer>(PATH, { anonymous: true })),
    initialData: () => {
      const [answer] = taken<[Answer]>(PATH) ?? [];
      return answer && known(answer);
    },
    staleTime: Infinity,
    retry: false,
  });
  useEffect(() => onSignedOut(() => setExpired(true)), []);
  const state = useMemo<State>(() => {
    if (session.data) {
      return {
        is: 'signed-in',
        identity: session.data.identity,
        expired,
        signOut: async () => {
          const left = await call<{ next?: string } | undefined>('/v1/session', { method: 'DELETE' });
          client.clear();
          location.assign(left?.next ?? '/');
        },
      };
    }
    if (session.data === null) {
      return { is: 'signed-out' };
    }
    return session.isError ? { is: 'unreachable', retry: () => void session.refetch() } : { is: 'asking' };
  }, [session, expired, client]);
  return (
    <Context value={state}>
      <Renewed value={() => setExpired(false)}>{children}</Renewed>
    </Context>
  );
}

const Renewed = createContext<() => void>(() => undefined);

function known(answer: Answer): Session | null {
  return 'identity' in answer ? keep(answer) : null;
}

function keep(session: Session): Session {
  keepCsrf(session.csrf);
  return session;
}

export function useSession(): State {
  return useContext(Context);
}

/** Exchanges a key for the cookie; the key itself is not kept. */
export function useSignIn(): (key: string) => Promise<void> {
  const client = useQueryClient();
  const renewed = useContext(Renewed);
  return async (key) => {
    const session = keep(await call<Session>('/v1/session', { method: 'POST', body: { key }, anonymous: true }));
    const before = client.getQueryData<Session | null>(['session']);
    client.setQueryData(['session'], session);
    renewed();
    if (before?.identity.id !== session.identity.id) {
      // Of somebody else nothing stays.
      void client.resetQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    }
  };
}

export function useIdentity(): Identity {
  const session = useSession();
  if (session.is !== 'signed-in') {
    throw new Error('nobody is signed in');
  }
  return session.identity;
}

/** Whether proofs of anything may be asked for in the organization. */
export function useMayProve(organization: string): boolean {
  const session = useSession();
  return session.is === 'signed-in' && may(session.identity.roles, ['prove'], organization, 'a part');
}

/** Whether anything may be downloaded, also evidence, in the organization; who may not is not let ask: each refusal is recorded. */
export function useMayExport(organization: string): boolean {
  const session = useSession();
  return session.is === 'signed-in' && may(session.identity.roles, ['export'], organization, 'a part');
}
