import { Popover } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { address, call, type Values } from '../api/client';
import { IconSearch } from '../icons';
import { t } from '../i18n';
import { withoutField } from '../query/terms';
import { number } from '../time';
import { Hostile } from '../ui/hostile';
import { Icon } from '../ui/icon';
import type { Facet, Question } from './data';
import { knownActor } from './naming';
import { word } from './words';

/** As many values as the server lists at most. */
const COUNTED_MAX = 1000;

/** All values of a field, by their beginning. */
export function FindAmong({ field, question, known, take }: { field: Facet; question: Question; known: number; take: (value: string) => void }) {
  const [opened, setOpened] = useState(false);
  const [isNear, setNear] = useState(false);
  const [prefix, setPrefix] = useState('');
  const asked = { ...question.parameters, q: withoutField(question.parameters['q'] ?? '', field), field };
  // How many there are is asked for only by whoever points at it.
  const all = useQuery({
    queryKey: ['find', question.parameters, field, 'all'],
    queryFn: ({ signal }) => call<Values>(address('/v1/events/values', { ...asked, limit: COUNTED_MAX }), { signal }),
    enabled: isNear || opened,
    staleTime: Infinity,
  });
  const count = all.data?.values?.length;
  const values = useQuery({
    queryKey: ['find', question.parameters, field, prefix],
    queryFn: ({ signal }) =>
      call<Values>(
        address('/v1/events/values', { ...asked, prefix, limit: 100 }),
        { signal },
      ),
    enabled: opened,
    placeholderData: keepPreviousData,
  });
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
          <input data-autofocus aria-label={t('facets.find')} placeholder={t('facets.begin')} value={prefix} onChange={(event) => setPrefix(event.target.value)} />
        </label>
        <ul className="tree">
          {(values.data?.values ?? []).map((one) => (
            <li key={one.value}>
              <button
                type="button"
                onClick={() => {
                  take(one.value ?? '');
                  setOpened(false);
                }}
              >
                <span className="cut grow">
                  <Hostile text={field === 'actor' ? knownActor(one.value ?? '').name : word(field, one.value ?? '')} />
                </span>
                <span className="n mute">{number(one.count ?? 0)}</span>
              </button>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
