import { useQuery } from '@tanstack/react-query';
import { address, call, type Values } from '../api/client';
import { anyTerm } from '../query/terms';
import { isUnasked } from '../query/unasked';
import { useUnasked } from '../shell/unasked';
import type { Question } from './data';
import { knownActor, learnCounted } from './naming';

/** As many as the server names at once. */
const NAMED_MAX = 20;

/** Learns the names of actors of whom only ids are known: those of a search that finds nothing, which neither rows nor counts tell. */
export function useNames({ parameters }: Question, actors: string[]) {
  const { organization, folder, project } = parameters;
  const unnamed = actors.filter((one) => knownActor(one).type === undefined).slice(0, NAMED_MAX);
  const unasked = useUnasked();
  return useQuery({
    queryKey: ['names', organization, folder, project, unnamed],
    queryFn: async ({ signal }) => {
      const answer = await call<Values>(
        address('/v1/events/values', { organization, folder, project, q: anyTerm('actor', unnamed), field: 'actor', limit: NAMED_MAX, named: 'true' }),
        { signal },
      );
      learnCounted(answer.values ?? []);
      return true;
    },
    enabled: unnamed.length > 0 && !isUnasked(unasked, 'actor'),
    staleTime: Infinity,
    // Who asks reads nothing of the answer, and has to be drawn again all the same.
    notifyOnChangeProps: 'all',
  });
}
