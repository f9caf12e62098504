import { useState } from 'react';
import { saveFile } from '../events/download-run';
import { IconDownload, IconStack2 } from '../icons';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { full, number, useZone } from '../time';
import { ActButton } from '../ui/act-button';
import { Icon } from '../ui/icon';
import { Failure, Later } from '../ui/states';
import { useCheckpoints, type Past } from './past';

/** The organization's checkpoints as they stand in the anchor log, and what was signed of the newest. */
export function Checkpoints() {
  const { organization } = useScope();
  const [zone] = useZone();
  const [pages, setPages] = useState(1);
  const checkpoints = useCheckpoints(organization, pages);
  const { past = [], witnesses = [], isMore = false } = checkpoints.data ?? {};
  const names = witnesses.join(', ');
  return (
    <section className="panel w12" aria-label={t('proof.checkpoints')}>
      <div className="bar">
        <Icon of={IconStack2} className="mute" />
        <h2>{t('proof.checkpoints')}</h2>
        <span className="note not-narrow">{t('proof.checkpoints.note')}</span>
        {checkpoints.data && past.length > 0 && (
          <>
            <button type="button" className="b small" onClick={() => saveFile(new Blob([checkpoints.data.own]), `${organization}-checkpoint.txt`)}>
              <Icon of={IconDownload} small />
              {t('proof.checkpoints.newest')}
            </button>
            <button type="button" className="b small" onClick={() => saveFile(new Blob([list(past)], { type: 'text/csv' }), `${organization}-checkpoints.csv`)}>
              <Icon of={IconDownload} small />
              {t('proof.checkpoints.list')}
            </button>
          </>
        )}
      </div>
      {checkpoints.isError && !checkpoints.data ? (
        <Failure error={checkpoints.error} retry={() => void checkpoints.refetch()} />
      ) : !checkpoints.data ? (
        <Later rows={4} />
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-label={t('proof.checkpoints')}>
          <table className="tb stack">
            <thead>
              <tr>
                <th className="right">{t('proof.events')}</th>
                <th className="right">{t('proof.added')}</th>
                <th>{t('proof.newestEvent')}</th>
                <th>{t('proof.rootHash')}</th>
                <th className="right">{t('proof.anchorIndex')}</th>
                <th>{t('proof.witnessed')}</th>
              </tr>
            </thead>
            <tbody>
              {past.map((one) => (
                <tr key={one.index}>
                  <td data-name={t('proof.events')} className="num right strong">{number(one.size)}</td>
                  <td data-name={t('proof.added')} className="num right">{one.added === null ? '' : number(one.added)}</td>
                  <td data-name={t('proof.newestEvent')} className="num">{one.millis === null ? <span className="mute">{t('proof.newestEvent.unknown')}</span> : full(one.millis, zone)}</td>
                  <td data-name={t('proof.rootHash')} className="mono">{one.root}</td>
                  <td data-name={t('proof.anchorIndex')} className="num right">{number(one.index)}</td>
                  <td data-name={t('proof.witnessed')} title={names}>{witnesses.length > 0 ? t('signIn.witnesses', { count: witnesses.length }) : t('proof.witnesses.nobody')}</td>
                </tr>
              ))}
              {past.length === 0 && (
                <tr>
                  <td colSpan={6} className="mute">{t(isMore ? 'proof.none.near' : 'proof.none')}</td>
                </tr>
              )}
            </tbody>
          </table>
          {isMore && (
            <p className="pad-in more-rows">
              <ActButton className="b small" isBusy={checkpoints.isPlaceholderData} onClick={() => setPages(pages + 1)}>{t('proof.checkpoints.older')}</ActButton>
            </p>
          )}
        </div>
      )}
    </section>
  );
}

/** For whoever keeps them: what the anchor has, one a line. */
function list(past: Past[]): string {
  const lines = past.map((one) => [one.index, one.size, one.root, one.millis === null ? '' : new Date(one.millis).toISOString()].join(','));
  return ['anchor_index,events,root,newest_event_received', ...lines, ''].join('\r\n');
}
