import { useQuery } from '@tanstack/react-query';
import { address, call, type EventPage } from '../api/client';
import { fieldTerm } from '../query/terms';
import type { Question } from './data';
import { knownActor, learnNames } from './naming';

const LOOKED_AT = 20;

/** Learns the names of actors of whom only ids are known: counts have ids, and a search that finds nothing has no rows to learn from. */
export function useNames({ parameters }: Question, actors: string[]) {
  const { organization, folder, project } = parameters;
  const unnamed = actors.filter((one) => knownActor(one).type === undefined);
  return useQuery({
    queryKey: ['names', organization, folder, project, unnamed],
    queryFn: async ({ signal }) => {
      for (const actor of unnamed) {
        const page = await call<EventPage>(
          address('/v1/events', { organization, folder, project, q: fieldTerm('actor', actor), limit: LOOKED_AT }),
          { signal },
        );
        learnNames(page.events ?? []);
      }
      return true;
    },
    enabled: unnamed.length > 0,
    staleTime: Infinity,
    // Who asks reads nothing of the answer, and has to be drawn again all the same.
    notifyOnChangeProps: 'all',
  });
}
