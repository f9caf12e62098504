import { Popover } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { address, call, type Values } from '../api/client';
import { IconSearch } from '../icons';
import { t } from '../i18n';
import { withoutField } from '../query/terms';
import { number } from '../time';
import { Hostile } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { useCompletion } from './complete';
import type { Facet, Question } from './data';
import { knownActor } from './naming';
import { word } from './words';

/** As many values as the server lists at most. */
const COUNTED_MAX = 1000;

/** So many are drawn; whoever seeks another one types more of it. */
const SHOWN_MAX = 100;

/** All values of a field, by any part of them or of their names. */
export function FindAmong({ field, question, known, take }: { field: Facet; question: Question; known: number; take: (value: string) => void }) {
  const [opened, setOpened] = useState(false);
  const [isNear, setNear] = useState(false);
  const [sought, setSought] = useState('');
  const asked = { ...question.parameters, q: withoutField(question.parameters['q'] ?? '', field), field };
  // How many there are is asked for only by whoever points at it.
  const all = useQuery({
    queryKey: ['find', question.parameters, field, 'all'],
    queryFn: ({ signal }) => call<Values>(address('/v1/events/values', { ...asked, limit: COUNTED_MAX }), { signal }),
    enabled: isNear || opened,
    staleTime: Infinity,
  });
  const count = all.data?.values?.length;
  // What is not among these, and people whose names no row has told, the server finds.
  const isMore = field === 'actor' || count === COUNTED_MAX;
  const begun = useCompletion({ ...question, parameters: { ...question.parameters, q: asked.q } }, { negated: false, field, text: sought }, opened && sought !== '' && isMore);
  const found = fitting([...(all.data?.values ?? []), ...(sought === '' ? [] : (begun.data ?? []))], sought, (value) => nameOf(field, value));
  return (
    <Popover opened={opened} onChange={setOpened} position="right-start" width={320} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="more link" onMouseEnter={() => setNear(true)} onFocus={() => setNear(true)} onClick={() => setOpened(!opened)} aria-expanded={opened}>
          {count === undefined ? t('facets.findMore', { count: known - 1 }) : t(count < COUNTED_MAX ? 'facets.findAmong' : 'facets.findMore', { count })}
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <label className="seek">
          <Icon of={IconSearch} className="mute" />
          <input data-autofocus aria-label={t('facets.find')} placeholder={t('facets.begin')} value={sought} onChange={(event) => setSought(event.target.value)} />
        </label>
        <ul className="tree">
          {found.slice(0, SHOWN_MAX).map((one) => (
            <li key={one.value}>
              <button
                type="button"
                title={one.value}
                onClick={() => {
                  take(one.value ?? '');
                  setOpened(false);
                }}
              >
                <span className="cut grow">
                  <Hostile text={nameOf(field, one.value ?? '')} />
                </span>
                <span className="n mute">{number(one.count ?? 0)}</span>
              </button>
            </li>
          ))}
          {found.length > SHOWN_MAX && <li className="mute empty">{t('facets.more', { count: found.length - SHOWN_MAX })}</li>}
          {found.length === 0 && all.isSuccess && !begun.isFetching && <li className="mute empty">{t('facets.noneSo')}</li>}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}

function nameOf(field: Facet, value: string): string {
  return field === 'actor' ? knownActor(value).name : word(field, value);
}

type Counted = NonNullable<Values['values']>[number];

/** Those that have a text in them or in their name, each once. */
export function fitting(values: readonly Counted[], sought: string, name: (value: string) => string): Counted[] {
  const text = sought.trim().toLowerCase();
  const seen = new Set<string>();
  return values.filter(({ value = '' }) => {
    const isNew = !seen.has(value);
    seen.add(value);
    return isNew && (value.toLowerCase().includes(text) || name(value).toLowerCase().includes(text));
  });
}
