import { IconClock } from '../icons';
import { t } from '../i18n';
import { DEFAULT_FROM } from '../query/range';
import { marked } from '../ui/hostile';
import { Block } from '../ui/states';
import type { Change } from './search';

/** The address has a range that is none: nothing is asked, and nothing shown as if it were the answer. */
export function RangeUnread({ bound, change }: { bound: string; change: Change }) {
  return (
    <Block icon={IconClock} title={t('range.noTime', { bound: marked(bound) })} alert>
      <p>{t('range.noTime.cure')}</p>
      <button type="button" className="b small main" onClick={() => change({ from: DEFAULT_FROM, to: '' })}>
        {t('range.last.d', { count: 7 })}
      </button>
    </Block>
  );
}
