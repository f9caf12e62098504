import { IconCircleCheck } from '../icons';
import { t } from '../i18n';
import { number } from '../time';
import { Icon } from '../ui/icon';
import type { Download } from './downloads';

const SAID_SHARE = 0.02;

/** How a download is: how far, whole, or broken off. */
export function DownloadState({ of: { state, total, isCounted } }: { of: Download }) {
  switch (state.is) {
    case 'running': {
      const { rows } = state.progress;
      const share = isCounted && total > 0 ? Math.min(1, rows / total) : 0;
      const passed = (performance.now() - state.startMillis) / 1000;
      const left = share > SAID_SHARE ? Math.ceil((passed / share) * (1 - share)) : null;
      return (
        <div>
          <div className="progress" role="progressbar" aria-valuenow={Math.round(share * 100)} aria-valuemin={0} aria-valuemax={100} aria-label={t('download')}>
            <i style={{ width: `${share * 100}%` }} />
          </div>
          <p className="num">
            {isCounted ? t('download.written', { rows: number(rows), total: number(total) }) : t('download.lines', { count: rows })}
            {left !== null && `, ${t('download.left', { count: left })}`}
          </p>
        </div>
      );
    }
    case 'done':
      return (
        <div className="finished" role="status">
          <p className="ok">
            <Icon of={IconCircleCheck} /> {isCounted ? t('download.done', { count: state.done.rows, name: state.done.name }) : t('download.doneFile', { name: state.done.name })}
          </p>
          <code className="mute">SHA-256 {state.done.sha256}</code>
        </div>
      );
    case 'broken':
      return (
        <p className="bad" role="alert">
          {state.message}
        </p>
      );
  }
}
