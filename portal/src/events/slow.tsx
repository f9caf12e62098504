import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { IconClockSearch } from '../icons';
import { t } from '../i18n';
import { Icon } from '../ui/icon';
import type { Question } from './data';
import type { Change, Order } from './search';

/** After so long people want to know that it goes on, and how to make it shorter. */
const SLOW_MILLIS = 3_000;
const DAY_MILLIS = 86_400_000;

/** Whether a search takes long, or was cancelled because it did. */
export function useSlow(isAsking: boolean, question: Question, order: Order): { is: 'no' | 'slow' | 'cancelled'; cancel: () => void } {
  const client = useQueryClient();
  const asked = JSON.stringify([question.parameters, order]);
  const [slow, setSlow] = useState('');
  const [cancelled, setCancelled] = useState('');
  useEffect(() => {
    if (!isAsking) {
      return undefined;
    }
    setCancelled('');
    const timer = setTimeout(() => setSlow(asked), SLOW_MILLIS);
    return () => {
      clearTimeout(timer);
      setSlow('');
    };
  }, [isAsking, asked]);
  const cancel = () => {
    setCancelled(asked);
    void client.cancelQueries({ queryKey: ['events', question.parameters, order] });
  };
  return { is: isAsking && slow === asked ? 'slow' : !isAsking && cancelled === asked ? 'cancelled' : 'no', cancel };
}

/** One line under the search while it takes long: it goes on, can be cancelled, and a shorter range is near. */
export function SlowLine({ slow, question, change, hasRows, again }: {
  slow: ReturnType<typeof useSlow>;
  question: Question;
  change: Change;
  hasRows: boolean;
  again: () => void;
}) {
  if (slow.is === 'no') {
    return null;
  }
  const isLong = question.toMillis - question.fromMillis > DAY_MILLIS;
  return (
    <p className="own-only" role="status">
      <Icon of={IconClockSearch} small />
      <span>{t(slow.is === 'slow' ? 'state.slow' : hasRows ? 'state.slow.kept' : 'state.slow.none')}</span>
      <button type="button" className="b small" onClick={slow.is === 'slow' ? slow.cancel : again}>
        {t(slow.is === 'slow' ? 'action.cancel' : 'action.again')}
      </button>
      {isLong && (
        <button type="button" className="b small" onClick={() => change({ from: '-24h', to: '' })}>
          {t('state.slow.day')}
        </button>
      )}
    </p>
  );
}
