import { useQuery } from '@tanstack/react-query';
import { address, call, type Values } from '../api/client';
import { and } from '../query/terms';
import { beginsTerm, type Typed } from './completion';
import { useUnasked } from '../shell/unasked';
import type { Question } from './data';
import { hasWords, learnCounted, wordsOf } from './naming';

const OFFERED = 8;

export type Counted = NonNullable<Values['values']>[number];

/** Values of a field that begin as somebody types; of actors those who are so named. */
export function useCompletion({ parameters }: Question, { field, text }: Typed, isAsked: boolean) {
  const { words } = useUnasked();
  return useQuery({
    queryKey: ['complete', parameters, field, text, words],
    queryFn: async ({ signal }) =>
      field === 'actor' && text !== ''
        ? actorsNamed(parameters, text, !words, signal)
        : ((await call<Values>(address('/v1/events/values', { ...parameters, field: field ?? '', limit: OFFERED, ...(field === 'actor' ? { named: 'true' } : {}), prefix: text }), { signal })).values ?? []),
    enabled: isAsked,
    retry: false,
    staleTime: 30_000,
  });
}

/** Actors whose id, name or address begins with a text, which are counted by their ids; where there is none, those who have its words in their name, if words may be asked. */
export async function actorsNamed(parameters: Question['parameters'], text: string, mayAskWords: boolean, signal?: AbortSignal): Promise<Counted[]> {
  const values = async (more: Record<string, string>) =>
    (await call<Values>(address('/v1/events/values', { ...parameters, field: 'actor', limit: OFFERED, named: 'true', ...more }), { signal })).values ?? [];
  const q = parameters['q'] ?? '';
  // One after the other: who may not ask by actors is refused once.
  const byId = await values({ prefix: text });
  const byName = await values({ q: and(q, beginsTerm('actor', text)) });
  const begun = [...byId, ...byName.filter((one) => byId.every((other) => other.value !== one.value))];
  const words = wordsOf(text);
  const byWords = begun.length > 0 || words.length === 0 || !mayAskWords ? [] : await values({ q: and(q, words.map((word) => beginsTerm('text', word)).join(' ')) });
  // Texts are also those of targets and of what was done.
  const found = [...begun, ...byWords.filter(({ name = '', email = '' }) => hasWords(`${name} ${email.replace(/@.*/, '')}`, words))].slice(0, OFFERED);
  learnCounted(found);
  return found;
}
