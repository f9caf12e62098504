import type { Problem } from '../api/client';
import { useAway } from '../api/reach';
import { useMayExport } from '../api/session';
import { IconAdjustments, IconAntennaBars5, IconDownload } from '../icons';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { Icon } from '../ui/icon';
import type { Question } from './data';
import { RangePicker } from './range-picker';
import { SaveButton } from './save-button';
import type { Change, Search } from './search';
import { SearchBox } from './search-box';

/** What is asked: search, range, and what can be done with the answer. */
export function AskBar({ search, change, question, fault, refresh, follow, download, toggleFilters }: {
  search: Search;
  change: Change;
  question: Question;
  fault: Problem | null;
  refresh: () => void;
  follow: () => void;
  /** Nothing where there are no rows to be had. */
  download: (() => void) | undefined;
  toggleFilters: () => void;
}) {
  const mayExport = useMayExport(useScope().organization);
  const isAway = useAway() !== null;
  return (
    <div className="ask">
      <SearchBox
        q={search.q}
        question={question}
        fault={fault}
        submit={(q) => (q === search.q ? refresh() : change({ q }))}
      />
      <button type="button" className="b only-mid" onClick={toggleFilters} title={t('facets.title')}>
        <Icon of={IconAdjustments} />
        <span className="lbl">{t('facets.title')}</span>
      </button>
      <RangePicker range={search} change={(range) => change(range)} />
      <button
        type="button"
        className={'b' + (search.live ? ' on' : '')}
        aria-pressed={search.live}
        title={isAway ? t('state.away') : `${t('live.title')}, L`}
        disabled={isAway && !search.live}
        onClick={follow}
      >
        <Icon of={IconAntennaBars5} />
        <span className="lbl">{t('live')}</span>
      </button>
      <SaveButton search={search} change={change} />
      <button type="button" className="b" title={!mayExport ? t('download.right') : isAway ? t('state.away') : !download ? t('search.notAsked') : `${t('download')}, D`} disabled={!mayExport || isAway || !download} onClick={download}>
        <Icon of={IconDownload} />
        <span className="lbl">{t('download')}</span>
      </button>
    </div>
  );
}
