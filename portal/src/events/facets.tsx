import { useState } from 'react';
import type { Stats } from '../api/client';
import { IconChevronDown, IconChevronRight } from '../icons';
import { t } from '../i18n';
import { exclude, forget, showOnly } from '../query/terms';
import { isUnasked } from '../query/unasked';
import { useUnasked } from '../shell/unasked';
import { number } from '../time';
import { Hostile } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { FACET_VALUES, FACETS, useFacetValues, type Facet, type Question } from './data';
import { FindAmong } from './find-among';
import { ActorIcon, OperationIcon, Outcome, outcomeWord } from './icons';
import { knownActor } from './naming';
import { useNames } from './names';
import { useEventSearch } from './search';
import { Uncounted } from './unasked-note';
import { word } from './words';

/** The most frequent values of each field: click shows only, with Alt excludes. */
export function Facets({ question, stats, isSettled, isFollowing }: { question: Question; stats: Stats | undefined; isSettled: boolean; isFollowing: boolean }) {
  const unasked = useUnasked();
  return (
    <aside className="facets" aria-label={t('facets.title')}>
      {FACETS.map((field) => isUnasked(unasked, field) ? (
        <section key={field} aria-label={t(`column.${field}`)}>
          <h2 className="h3">{t(`column.${field}`)}</h2>
          <Uncounted />
        </section>
      ) : (
        <FacetOf key={field} field={field} question={question} stats={stats} isSettled={isSettled} isFollowing={isFollowing} />
      ))}
    </aside>
  );
}

function FacetOf({ field, question, stats, isSettled, isFollowing }: { field: Facet; question: Question; stats: Stats | undefined; isSettled: boolean; isFollowing: boolean }) {
  const [search, change] = useEventSearch();
  const [isOpen, setOpen] = useState(field !== 'channel' && field !== 'severity' && field !== 'targetType');
  const { values, only, excluded } = useFacetValues(question, field, stats, isFollowing);
  const shown = values.slice(0, FACET_VALUES);
  // Rows tell most names; of the others one has to ask.
  useNames(question, field === 'actor' && isSettled ? [...shown.map((one) => one.value ?? ''), ...only, ...excluded].filter((one) => one !== '*') : []);
  const missing = [...only, ...excluded].filter((value) => value !== '*' && !shown.some((one) => one.value?.toLowerCase() === value.toLowerCase()));
  if (values.length === 0 && missing.length === 0) {
    return null;
  }
  const isOnly = (value: string) => only.some((one) => one.toLowerCase() === value.toLowerCase());
  const isOut = (value: string) => excluded.some((one) => one.toLowerCase() === value.toLowerCase());
  // Of one value that alone is asked for, the search has as many.
  const countOf = (value: string) =>
    values.find((one) => one.value?.toLowerCase() === value.toLowerCase())?.count ?? (isOnly(value) && only.length === 1 ? (stats?.total ?? null) : null);
  const act = (value: string, isExcluding: boolean) => {
    const { q } = search;
    const next = isOut(value) || isOnly(value) ? forget(q, field, value) : isExcluding ? exclude(q, field, value) : showOnly(q, field, value);
    change({ q: next });
  };
  const one = (value: string, count: number | null) => (
    <li key={value}>
      <button
        type="button"
        className={isOut(value) ? 'out' : undefined}
        aria-pressed={isOnly(value)}
        title={t(isOut(value) ? 'facets.back' : isOnly(value) ? 'facets.all' : 'facets.hint', { value })}
        onClick={(event) => act(value, event.altKey)}
      >
        <FacetIcon field={field} value={value} />
        <span className="cut">
          <Hostile text={field === 'actor' ? knownActor(value).name : word(field, value)} />
        </span>
        <span className="n">{isOut(value) ? t('facets.notShown') : count === null ? '' : number(count)}</span>
      </button>
    </li>
  );
  return (
    <section aria-label={t(`column.${field}`)}>
      <h2 className="h3">
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(`column.${field}`)}
          <Icon of={isOpen ? IconChevronDown : IconChevronRight} small />
        </button>
      </h2>
      {isOpen && (
        <ul>
          {shown.map((value) => one(value.value ?? '', value.count ?? 0))}
          {missing.map((value) => one(value, countOf(value)))}
        </ul>
      )}
      {isOpen && values.length > FACET_VALUES && <FindAmong field={field} question={question} known={values.length} take={(value) => act(value, false)} />}
    </section>
  );
}

function FacetIcon({ field, value }: { field: Facet; value: string }) {
  switch (field) {
    case 'outcome':
      return (
        <span className="only-icon" aria-hidden="true" title={outcomeWord(value)}>
          <Outcome outcome={value} />
        </span>
      );
    case 'operation':
      return <OperationIcon operation={value} />;
    case 'actor':
      return <ActorIcon type={knownActor(value).type ?? 'user'} />;
    default:
      return null;
  }
}
