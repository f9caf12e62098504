import { useQuery } from '@tanstack/react-query';
import { address, call, type Stats } from '../api/client';
import { IconSearch, IconTerminal2 } from '../icons';
import { t } from '../i18n';
import { namesService, ofOwn } from '../query/reads';
import { terms, withoutTerm } from '../query/terms';
import { INSTANCE } from '../shell/first-opened';
import { useScope } from '../shell/scope';
import { CopyButton } from '../ui/copy';
import { marked } from '../ui/hostile';
import { Block } from '../ui/states';
import type { Question } from './data';
import { Meant } from './meant';
import { useNames } from './names';
import { readable } from './naming';
import type { Change, Search } from './search';

/** No rows: either nothing was ever sent, or which part of the search keeps them away. */
export function NothingMatches({ search, change, question, durable }: {
  search: Search;
  change: Change;
  question: Question;
  durable: number;
}) {
  const scope = useScope();
  // What Indelible tells of itself is not listed: a new organization has events, and none of its own.
  const ever = useQuery({
    queryKey: ['ever', scope.organization],
    queryFn: ({ signal }) => call<Stats>(address('/v1/events/stats', { organization: scope.organization }), { signal }),
    enabled: durable > 0 && !search.q,
  });
  const tokens = terms(search.q).slice(0, 6);
  useNames(question, tokens.flatMap((one) => (one.field === 'actor' && one.value && !/[(*]/.test(one.value) ? [one.value] : [])));
  // Into the log of the instance nobody sends: there is only what Indelible tells of itself.
  if (scope.organization !== INSTANCE && !search.q && (durable === 0 || ever.data?.total === 0)) {
    return <Empty organization={scope.organization} />;
  }
  return (
    <Block icon={IconSearch} title={t('nothing.title')}>
      <Meant search={search} change={change} question={question} />
      {tokens.map((token, index) => (
        <Without key={token.start} question={question} q={withoutTerm(search.q, index)} term={readable(token)} take={(q) => change({ q })} />
      ))}
      <Widen search={search} change={change} question={question} />
      {!namesService(search.q) && (
        <button type="button" className="b small" onClick={() => change({ q: ofOwn(search.q) })}>
          {t('nothing.own')}
        </button>
      )}
    </Block>
  );
}

function Without({ question, q, term, take }: { question: Question; q: string; term: string; take: (q: string) => void }) {
  const count = useQuery({
    queryKey: ['count', { ...question.parameters, q }],
    queryFn: ({ signal }) => call<Stats>(address('/v1/events/stats', { ...question.parameters, q }), { signal }),
    retry: false,
  });
  const total = count.data?.total ?? 0;
  return total === 0 ? null : (
    <button type="button" className="b small" onClick={() => take(q)}>
      {t('nothing.without', { term: marked(term), count: total })}
    </button>
  );
}

/** The bars of a histogram are bounded. */
const LOOKED_BACK_DAYS = 1_900;

/** The nearest match outside of the range. */
function Widen({ search, change, question }: { search: Search; change: Change; question: Question }) {
  const nearest = useQuery({
    queryKey: ['nearest', question.parameters],
    queryFn: async ({ signal }) => {
      const { from: _from, to: _to, ...rest } = question.parameters;
      const to = question.fromMillis;
      const before = await call<Stats>(
        address('/v1/events/stats', { ...rest, from: new Date(to - LOOKED_BACK_DAYS * 86_400_000).toISOString(), to: new Date(to).toISOString(), interval: '1d' }),
        { signal },
      );
      // Of the last day that has any.
      return before.histogram?.findLast((bar) => (bar.count ?? 0) > 0)?.time ?? null;
    },
    retry: false,
  });
  const time = nearest.data ? Date.parse(nearest.data) : NaN;
  if (Number.isNaN(time)) {
    return null;
  }
  return (
    <button type="button" className="b small main" onClick={() => change({ from: new Date(Math.floor(time / 3_600_000) * 3_600_000).toISOString(), to: search.to })}>
      {t('nothing.widen')}
    </button>
  );
}

function Empty({ organization }: { organization: string }) {
  const line = `curl -H "Authorization: Bearer $INDELIBLE_KEY" '${location.origin}/v1/events?organization=${organization}' -d '{"action":"user.login","actor":{"id":"jane"}}'`;
  return (
    <Block icon={IconTerminal2} title={t('empty.organization')}>
      <pre className="command">{line}</pre>
      <CopyButton className="b small" text={line}>
        {t('action.copy')}
      </CopyButton>
    </Block>
  );
}
