import { DownloadState } from '../events/download-state';
import { forget, useDownloads } from '../events/downloads';
import { t } from '../i18n';

/** Downloads that go on after their dialog, in a corner of every page. */
export function DownloadsCorner() {
  const shown = useDownloads().filter((one) => !one.isWatched);
  return shown.length === 0 ? null : (
    <aside className="downloads" aria-label={t('download.running')}>
      {shown.map((one) => (
        <div key={one.id} className="panel">
          <p className="mono cut" title={one.name}>
            {one.name}
          </p>
          <DownloadState of={one} />
          <button type="button" className="b small" onClick={one.state.is === 'running' ? one.cancel : () => forget(one.id)}>
            {t(one.state.is === 'running' ? 'action.cancel' : 'action.close')}
          </button>
        </div>
      ))}
    </aside>
  );
}
