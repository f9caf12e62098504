import { useEffect, useRef, useState } from 'react';
import { address, Problem } from '../api/client';
import { IconCircleCheck, IconDownload } from '../icons';
import { problemText, t, type MessageKey } from '../i18n';
import { useScope } from '../shell/scope';
import { bytes, number } from '../time';
import { Icon } from '../ui/icon';
import type { Question } from './data';
import { download, saveFile, type Done, type Progress } from './download-run';
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

type State = { is: 'choosing' } | { is: 'running'; progress: Progress; startMillis: number } | { is: 'done'; done: Done } | { is: 'broken'; message: string };

/** Exactly what the table shows, as a file. */
export default function Download({ question, order, total, close }: {
  question: Question;
  order: string;
  columns: string[];
  total: number;
  close: () => void;
}) {
  const scope = useScope();
  const [format, setFormat] = useState<Format>(FORMATS[0]);
  const [state, setState] = useState<State>({ is: 'choosing' });
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const start = () => {
    abort.current = new AbortController();
    const startMillis = performance.now();
    const isDisclosure = format.id === 'disclosure';
    const stamp = new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
    const name = `${scope.organization}-events-${stamp}.${format.extension}`;
    const { from, to, ...rest } = question.parameters;
    const path = address(
      '/v1/events/export',
      isDisclosure ? { organization: scope.organization, format: format.id } : { ...rest, from, to, order, format: format.id },
    );
    setState({ is: 'running', progress: { rows: 0, bytes: 0 }, startMillis });
    let last = 0;
    download(path, name, abort.current.signal, (progress) => {
      if (performance.now() - last > 100) {
        last = performance.now();
        setState({ is: 'running', progress, startMillis });
      }
    }).then(
      (done) => {
        saveFile(done.blob, done.name);
        setState({ is: 'done', done: { ...done, rows: done.rows - format.headerRows } });
      },
      (error: unknown) => {
        if (!abort.current?.signal.aborted) {
          setState({ is: 'broken', message: error instanceof Problem ? problemText(error) : t('download.broken') });
        } else {
          setState({ is: 'choosing' });
        }
      },
    );
  };
  const isRunning = state.is === 'running';
  return (
    <Window onClose={close} size={520} padding={0} withCloseButton={false} attributes={{ content: { 'aria-label': t('download.title', { count: total }) } }}>
      <div className="dialog">
        <div className="top-of">
          <h2>{t('download.title', { count: total })}</h2>
          <p>{t('download.equal')}</p>
        </div>
        <div className="opts" role="radiogroup" aria-label={t('download.format')}>
          {FORMATS.map((one) => (
            <label key={one.id} className="opt">
              <input type="radio" name="format" className="radio" checked={one.id === format.id} disabled={isRunning} onChange={() => setFormat(one)} />
              <span>
                <span className="name">
                  <b className="strong">{t(`download.${one.id}` as MessageKey)}</b>
                  <span className="mute">{one.rowBytes > 0 ? t('download.about', { size: bytes(total * one.rowBytes) }) : ''}</span>
                </span>
                <span className="mute line">{t(`download.${one.id}.help` as MessageKey)}</span>
              </span>
            </label>
          ))}
          {state.is === 'running' && <Running state={state} total={total} />}
          {state.is === 'done' && (
            <div className="finished" role="status">
              <p className="ok">
                <Icon of={IconCircleCheck} /> {format.id === 'disclosure' ? t('download.doneFile', { name: state.done.name }) : t('download.done', { count: state.done.rows, name: state.done.name })}
              </p>
              <code className="mute">SHA-256 {state.done.sha256}</code>
            </div>
          )}
          {state.is === 'broken' && (
            <p className="bad" role="alert">
              {state.message}
            </p>
          )}
        </div>
        <footer>
          <span className="mute">{t('download.event')}</span>
          {isRunning ? (
            <button type="button" className="b" onClick={() => abort.current?.abort()}>
              {t('action.cancel')}
            </button>
          ) : (
            <button type="button" className="b" onClick={close}>
              {t('action.close')}
            </button>
          )}
          <button type="button" className="b main" disabled={isRunning} onClick={start} data-autofocus>
            <Icon of={IconDownload} />
            {t('download')}
          </button>
        </footer>
      </div>
    </Window>
  );
}

function Running({ state, total }: { state: { progress: Progress; startMillis: number }; total: number }) {
  const { rows } = state.progress;
  const share = total > 0 ? Math.min(1, rows / total) : 0;
  const passed = (performance.now() - state.startMillis) / 1000;
  const left = share > 0.02 ? Math.ceil((passed / share) * (1 - share)) : null;
  return (
    <div>
      <div className="progress" role="progressbar" aria-valuenow={Math.round(share * 100)} aria-valuemin={0} aria-valuemax={100} aria-label={t('download')}>
        <i style={{ width: `${share * 100}%` }} />
      </div>
      <p className="num">
        {t('download.written', { rows: number(rows), total: number(total) })}
        {left !== null && `, ${t('download.left', { count: left })}`}
      </p>
    </div>
  );
}
