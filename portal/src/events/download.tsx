import { useEffect, useState } from 'react';
import { address } from '../api/client';
import { IconDownload } from '../icons';
import { t, type MessageKey } from '../i18n';
import { useScope } from '../shell/scope';
import { bytes } from '../time';
import { ActButton } from '../ui/act-button';
import { CopyButton } from '../ui/copy';
import { Icon } from '../ui/icon';
import { column } from './columns';
import type { Question } from './data';
import { DownloadState } from './download-state';
import { begin, unwatch, useDownloads } from './downloads';
import { Window } from '../ui/window';

/** All that the server writes. Bytes of a row say about how large the file will be. */
const FORMATS = [
  { id: 'csv', extension: 'csv', rowBytes: 290, headerRows: 1 },
  { id: 'ndjson', extension: 'ndjson', rowBytes: 600, headerRows: 0 },
  { id: 'json', extension: 'json', rowBytes: 600, headerRows: 0 },
  { id: 'ocsf', extension: 'ocsf.ndjson', rowBytes: 1080, headerRows: 0 },
  { id: 'cef', extension: 'cef', rowBytes: 500, headerRows: 0 },
  { id: 'stackrox', extension: 'stackrox.ndjson', rowBytes: 290, headerRows: 0 },
  { id: 'disclosure', extension: 'disclosure.ndjson', rowBytes: 0, headerRows: 0 },
] as const;
type Format = (typeof FORMATS)[number];

const COLUMN_BYTES = 20;

/** The same download as a line of a shell, with the key of whoever runs it. */
function curl(path: string): string {
  return `curl -fsS -H "Authorization: Bearer $INDELIBLE_KEY" '${location.origin}${path.replaceAll("'", '%27')}'`;
}

/** Exactly what the table shows, as a file. It goes on when this is closed. */
export default function Download({ question, chosen, window, hasGaps = false, order, columns, total, close }: {
  question?: Question;
  /** Instead of a question, the ids of the events. */
  chosen?: string[];
  /** Where what is shown ends in the journal. */
  window?: string | undefined;
  /** Whether live tail left out some of what is shown. */
  hasGaps?: boolean;
  order: string;
  columns: string[];
  total: number;
  close: () => void;
}) {
  const scope = useScope();
  const [format, setFormat] = useState<Format>(FORMATS[0]);
  const [isAll, setAll] = useState(false);
  const [begun, setBegun] = useState(0);
  const download = useDownloads().find((one) => one.id === begun);
  useEffect(() => unwatch, []);
  const isShown = format.id === 'csv' && !isAll;
  const isDisclosure = format.id === 'disclosure';
  const path = address(
    '/v1/events/export',
    isDisclosure
      ? { organization: scope.organization, format: format.id }
      : chosen
        ? { organization: scope.organization, id: chosen, format: format.id, columns: isShown ? columns.join(',') : undefined }
        : { ...question?.parameters, window, order, format: format.id, columns: isShown ? columns.join(',') : undefined },
  );
  const start = () => {
    const stamp = new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
    setBegun(
      begin({
        path,
        name: `${scope.organization}-events-${stamp}.${format.extension}`,
        total,
        headerRows: format.headerRows,
        isCounted: !isDisclosure,
      }),
    );
  };
  const isRunning = download?.state.is === 'running';
  return (
    <Window onClose={close} size={520} padding={0} withCloseButton={false} attributes={{ content: { 'aria-label': t('download.title', { count: total }) } }}>
      <div className="dialog">
        <div className="top-of">
          <h2>{t('download.title', { count: total })}</h2>
          <p>{t(chosen ? 'download.chosen' : hasGaps ? 'download.gaps' : 'download.equal')}</p>
        </div>
        <div className="opts" role="radiogroup" aria-label={t('download.format')}>
          {FORMATS.filter((one) => !chosen || one.id !== 'disclosure').map((one) => (
            <label key={one.id} className="opt">
              <input type="radio" name="format" className="radio" checked={one.id === format.id} disabled={isRunning} onChange={() => setFormat(one)} />
              <span>
                <span className="name">
                  <b className="strong">{t(`download.${one.id}` as MessageKey)}</b>
                  <span className="mute">
                    {one.rowBytes > 0 ? t('download.about', { size: bytes(total * (one.id === 'csv' && !isAll ? columns.length * COLUMN_BYTES : one.rowBytes)) }) : ''}
                  </span>
                </span>
                <span className="mute line">{t(`download.${one.id}.help` as MessageKey)}</span>
              </span>
            </label>
          ))}
          {format.id === 'csv' && (
            <label className="pair">
              <span>{t('download.columns')}</span>
              <select className="text" value={isAll ? 'all' : 'shown'} disabled={isRunning} onChange={(event) => setAll(event.target.value === 'all')}>
                <option value="shown">{t('download.columns.shown', { columns: columns.map((one) => column(one).name).join(', ') })}</option>
                <option value="all">{t('download.columns.all')}</option>
              </select>
            </label>
          )}
          <CopyButton className="b small as-line" text={curl(path)}>
            {t('download.curl')}
          </CopyButton>
          {download && <DownloadState of={download} />}
        </div>
        <footer>
          <span className="mute">{t('download.event')}</span>
          {isRunning ? (
            <>
              <button type="button" className="b" onClick={download.cancel}>
                {t('action.cancel')}
              </button>
              <button type="button" className="b" onClick={close}>
                {t('download.goOn')}
              </button>
            </>
          ) : (
            <button type="button" className="b" onClick={close}>
              {t('action.close')}
            </button>
          )}
          <ActButton className="b main" isBusy={isRunning} onClick={start} data-autofocus>
            <Icon of={IconDownload} />
            {t('download')}
          </ActButton>
        </footer>
      </div>
    </Window>
  );
}
