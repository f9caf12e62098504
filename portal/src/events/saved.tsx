import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { address, call, type Stats } from '../api/client';
import { useIdentity } from '../api/session';
import { IconX } from '../icons';
import { t } from '../i18n';
import { asksUnasked } from '../query/unasked';
import { useScope } from '../shell/scope';
import { useUnasked } from '../shell/unasked';
import { number } from '../time';
import { Dialog } from '../ui/dialog';
import { Hostile } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { followed, type Question } from './data';
import { asSaved, asSuggested, isChanged, suggested, useRemoving, useSavedSearches, type SavedSearch } from './saved-searches';
import type { Change, Search } from './search';

/** Saved searches as tabs with their counts, and how many events the question has. */
export function SavedSearches({ search, change, question, total, tookMillis, isFollowing }: {
  search: Search;
  change: Change;
  question: Question;
  total: number | undefined;
  tookMillis: number | undefined;
  /** Whether counts follow what comes. */
  isFollowing: boolean;
}) {
  const scope = useScope();
  const saved = useSavedSearches(scope.organization).data ?? [];
  const [removing, setRemoving] = useState<SavedSearch | null>(null);
  const remove = useRemoving(() => {
    setRemoving(null);
    change({ saved: '' }, { replace: true });
  });
  const identity = useIdentity();
  return (
    <nav className="saved" aria-label={t('saved.title')}>
      {suggested().map((one) => (
        <Tab
          key={one.name}
          name={one.name}
          q={one.q}
          question={question}
          isCurrent={search.saved === '' && search.q === one.q}
          known={search.q === one.q ? total : undefined}
          isCounting={total !== undefined}
          isFollowing={isFollowing}
          open={() => change(asSuggested(one.q, search))}
        />
      ))}
      {saved.map((one) => {
        const is = search.saved === one.id;
        const isOwn = one.owner?.id === identity.id;
        return (
          <Tab
            key={one.id}
            name={one.name ?? ''}
            hint={one.shared && !isOwn ? t('saved.by', { owner: one.owner?.name ?? '' }) : undefined}
            q={one.q ?? ''}
            question={question}
            isCurrent={is}
            revert={() => change(asSaved(one))}
            isChanged={is && isChanged(search, one)}
            known={is ? total : undefined}
            isCounting={total !== undefined}
            isFollowing={isFollowing}
            open={() => change(asSaved(one))}
            remove={isOwn ? () => setRemoving(one) : undefined}
          />
        );
      })}
      {removing && (
        <Dialog
          title={t('saved.remove', { name: removing.name ?? '' })}
          act={t('saved.remove.do')}
          danger
          busy={remove.isPending}
          fault={remove.error}
          close={() => {
            remove.reset();
            setRemoving(null);
          }}
          submit={() => remove.mutate(removing.id ?? '')}
        >
          <p>{t(removing.shared ? 'saved.remove.shared' : 'saved.remove.own', { organization: scope.organizationName })}</p>
        </Dialog>
      )}
      {total !== undefined && tookMillis !== undefined && (
        <span className="rest not-narrow num">
          {t('events.answer', { count: total, millis: number(Math.max(1, Math.round(tookMillis))) })}
        </span>
      )}
    </nav>
  );
}

function Tab({ name, hint, q, question, isCurrent, isChanged, known, isCounting, isFollowing, open, revert, remove }: {
  name: string;
  hint?: string | undefined;
  q: string;
  question: Question;
  isCurrent: boolean;
  isChanged?: boolean;
  known: number | undefined;
  /** Whether the rows and their count are there, which come first. */
  isCounting: boolean;
  isFollowing: boolean;
  open: () => void;
  revert?: () => void;
  remove?: (() => void) | undefined;
}) {
  const unasked = useUnasked();
  const count = useQuery({
    queryKey: ['count', { ...question.parameters, q }],
    queryFn: ({ signal }) => call<Stats>(address('/v1/events/stats', { ...question.parameters, q }), { signal }),
    enabled: known === undefined && isCounting && asksUnasked(q, unasked) === null,
    staleTime: Infinity,
    refetchInterval: followed(isFollowing),
  });
  const shown = known ?? count.data?.total;
  return (
    <span className="saved-tab" data-current={isCurrent || undefined}>
      <button type="button" title={hint} aria-current={isCurrent ? 'page' : undefined} onClick={open}>
        {isChanged && (
          <span className="changed" title={t('saved.changed')}>
            <span className="sr">{t('saved.changed')}</span>
          </span>
        )}
        <Hostile text={name} />
        {shown !== undefined && <span className="n num">{number(shown)}</span>}
      </button>
      {isChanged && revert && (
        <button type="button" className="link revert" title={t('saved.revert.help', { name })} onClick={revert}>
          {t('saved.revert')}
        </button>
      )}
      {remove && isCurrent && (
        <button type="button" className="gone" aria-label={t('saved.remove', { name })} title={t('saved.remove', { name })} onClick={remove}>
          <Icon of={IconX} small />
        </button>
      )}
    </span>
  );
}
