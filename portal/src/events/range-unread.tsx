import { IconClock } from '../icons';
import { t } from '../i18n';
import { DEFAULT_FROM, type Range, type RangeFault } from '../query/range';
import { full, useZone } from '../time';
import { marked } from '../ui/hostile';
import { Block } from '../ui/states';

/** The address has a range that is none: nothing is asked, and nothing shown as if it were the answer. */
export function RangeUnread({ fault, change }: { fault: RangeFault; change: (range: Range) => void }) {
  const [zone] = useZone();
  return (
    <Block icon={IconClock} title={title(fault, zone)} alert>
      <p>{t(fault.is === 'unread' ? 'range.noTime.cure' : 'range.empty.cure')}</p>
      <button type="button" className="b small main" onClick={() => change({ from: DEFAULT_FROM, to: '' })}>
        {t('range.last.d', { count: 7 })}
      </button>
    </Block>
  );
}

function title(fault: RangeFault, zone: string) {
  switch (fault.is) {
    case 'unread':
      return t('range.noTime', { bound: marked(fault.bound) });
    case 'future':
      return t('range.future', { time: full(fault.fromMillis, zone) });
    case 'reversed':
      return t('range.reversed');
  }
}
