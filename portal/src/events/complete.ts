import { useQuery } from '@tanstack/react-query';
import { address, call, type Values } from '../api/client';
import { and } from '../query/terms';
import { beginsTerm, type Typed } from './completion';
import type { Question } from './data';
import { learnCounted } from './naming';

const OFFERED = 8;

/** Values of a field that begin as somebody types; of actors also those whose name or address does, which are counted by their ids. */
export function useCompletion({ parameters }: Question, { field, text }: Typed, isAsked: boolean) {
  return useQuery({
    queryKey: ['complete', parameters, field, text],
    queryFn: async ({ signal }) => {
      const values = async (more: Record<string, string>) =>
        (await call<Values>(address('/v1/events/values', { ...parameters, field: field ?? '', limit: OFFERED, ...(field === 'actor' ? { named: 'true' } : {}), ...more }), { signal })).values ?? [];
      if (field !== 'actor' || text === '') {
        return values({ prefix: text });
      }
      const q = and(parameters['q'] ?? '', beginsTerm('actor', text));
      // One after the other: who may not ask by actors is refused once.
      const byId = await values({ prefix: text });
      const byName = await values({ q });
      const found = [...byId, ...byName.filter((one) => byId.every((other) => other.value !== one.value))].slice(0, OFFERED);
      learnCounted(found);
      return found;
    },
    enabled: isAsked,
    retry: false,
    staleTime: 30_000,
  });
}
