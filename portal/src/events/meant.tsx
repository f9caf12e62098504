import { useQuery } from '@tanstack/react-query';
import { address, call, type Stats } from '../api/client';
import { t } from '../i18n';
import { fieldTerm, terms, type Term } from '../query/terms';
import { isUnasked, WORDS } from '../query/unasked';
import { useUnasked } from '../shell/unasked';
import { marked } from '../ui/hostile';
import { actorsNamed, type Counted } from './complete';
import { beginsTerm } from './completion';
import type { Question } from './data';
import type { Change, Search } from './search';

/* People type names; an actor or target is found by all of its id or name. What was meant is found here. */

const PATIENCE_MILLIS = 1_000;

/** Whether a term asks for one whole value of the field, and not for any that begins so. */
function asksWhole(term: Term, field: string): boolean {
  return term.kind === 'field' && term.field?.toLowerCase() === field && !!term.value && !/^\(|\*$/.test(term.text.slice(term.text.indexOf(':') + 1));
}

/** Whether somebody is called just so. */
function isCalled({ value, name, email }: Counted, text: string): boolean {
  return [value, name, email].some((one) => one?.toLowerCase() === text.toLowerCase());
}

export interface Read {
  q: string;
  /** What was typed for a person, and who that is. */
  as: { typed: string; name: string }[];
}

/** What was typed, each part of a name that only one actor has replaced by the id of that one. */
export async function read(typed: string, find: (text: string) => Promise<Counted[]>): Promise<Read> {
  const as: Read['as'] = [];
  const parts: string[] = [];
  for (const term of terms(typed)) {
    const text = term.value ?? '';
    const [one, ...others] = asksWhole(term, 'actor') ? await find(text) : [];
    if (one?.value === undefined || others.length > 0 || isCalled(one, text)) {
      parts.push(term.text);
    } else {
      parts.push(fieldTerm('actor', one.value, term.negated));
      as.push({ typed: text, name: one.name ?? one.email ?? one.value });
    }
  }
  return as.length === 0 ? { q: typed, as } : { q: parts.join(' '), as };
}

/** Whether there is anything to [[read]]. */
export function mayName(typed: string): boolean {
  return terms(typed).some((term) => asksWhole(term, 'actor'));
}

/** The same, among the events of a question's scope and range; as it was typed where that cannot be said soon. */
export function readIn({ parameters: { q: _, ...scope } }: Question, typed: string, mayAskWords: boolean): Promise<Read> {
  const stop = AbortSignal.timeout(PATIENCE_MILLIS);
  return read(typed, (text) => actorsNamed(scope, text, mayAskWords, stop)).catch(() => ({ q: typed, as: [] }));
}

/** Where nothing is found: who and what the names in the search may have meant, with how many events each has. */
export function Meant({ search, change, question }: { search: Search; change: Change; question: Question }) {
  const all = terms(search.q);
  return all.map((term, index) => {
    const instead = (text: string) => all.map((one, at) => (at === index ? text : one.text)).join(' ');
    const take = (text: string) => change({ q: instead(text) });
    return term.negated ? null : asksWhole(term, 'actor') ? (
      <Actors key={term.start} text={term.value ?? ''} question={question} take={take} />
    ) : asksWhole(term, 'target') ? (
      <Targets key={term.start} text={term.value ?? ''} question={question} instead={instead} take={take} />
    ) : null;
  });
}

function Actors({ text, question, take }: { text: string; question: Question; take: (term: string) => void }) {
  const { q: _, from, to, ...scope } = question.parameters;
  const { words } = useUnasked();
  const found = useQuery({
    queryKey: ['meant', scope, from, to, text, words],
    queryFn: async ({ signal }) => {
      const inRange = await actorsNamed({ ...scope, from, to }, text, !words, signal);
      return inRange.length > 0 ? inRange : actorsNamed(scope, text, !words, signal);
    },
    retry: false,
    staleTime: 30_000,
  });
  const others = (found.data ?? []).filter((one) => one.value !== undefined && one.value.toLowerCase() !== text.toLowerCase());
  return others.length === 0 || found.data?.some((one) => isCalled(one, text)) ? null : (
    <>
      <p>{t('meant.actor', { text: marked(text) })}</p>
      {others.map(({ value = '', name, email, count = 0 }) => (
        <button key={value} type="button" className="b small" title={marked(value)} onClick={() => take(fieldTerm('actor', value))}>
          {t('meant.one', { name: marked(name ?? email ?? value), count })}
        </button>
      ))}
    </>
  );
}

function Targets({ text, question, instead, take }: { text: string; question: Question; instead: (term: string) => string; take: (term: string) => void }) {
  const unasked = useUnasked();
  const ways = ([
    { field: 'target', term: beginsTerm('target', text), said: 'meant.target.begins' },
    { field: WORDS, term: fieldTerm(WORDS, text), said: 'meant.target.text' },
  ] as const).filter(({ field }) => !isUnasked(unasked, field));
  const counts = useQuery({
    queryKey: ['meant-targets', question.parameters, text, ways.length],
    queryFn: ({ signal }) =>
      Promise.all(ways.map(async ({ term }) => (await call<Stats>(address('/v1/events/stats', { ...question.parameters, q: instead(term) }), { signal })).total ?? 0)),
    retry: false,
    staleTime: 30_000,
  });
  return ways.map(({ term, said }, index) =>
    (counts.data?.[index] ?? 0) === 0 ? null : (
      <button key={said} type="button" className="b small" onClick={() => take(term)}>
        {t(said, { text: marked(text), count: counts.data?.[index] ?? 0 })}
      </button>
    ),
  );
}
