import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { address, ask } from '../api/client';
import { saveFile } from '../events/download-run';
import { IconCircleCheck, IconDownload, IconEraser, IconFileCertificate, IconPlus, IconRefresh } from '../icons';
import { t } from '../i18n';
import { Doer } from '../shell/deeds';
import { useScope } from '../shell/scope';
import { number } from '../time';
import { CopyButton } from '../ui/copy';
import { Hostile, marked } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { Instant } from '../ui/instant';
import { Block, Failure, Later } from '../ui/states';
import { useErasures, type Erasure } from './data';
import { Erase } from './erase';
import { Parts } from './parts';
import { Window } from '../ui/window';

/** Who asked for which erasure, how far it is, and the signed note that it was done. */
export function Erasures() {
  const { organization } = useScope();
  const erasures = useErasures(organization);
  const [parameters, setParameters] = useSearchParams();
  const [erasing, setErasing] = useState(false);
  const open = (id: string | null) =>
    setParameters((now) => {
      const next = new URLSearchParams(now);
      if (id) {
        next.set('open', id);
      } else {
        next.delete('open');
      }
      return next;
    });
  if (!erasures.data) {
    return erasures.isError ? <Failure error={erasures.error} retry={() => void erasures.refetch()} /> : <Later />;
  }
  const opened = erasures.data.find((one) => one.id === parameters.get('open'));
  return (
    <>
      {erasing && <Erase close={() => setErasing(false)} begun={() => setErasing(false)} />}
      <div className="panel">
        <div className="bar">
          <h2>{t('lifecycle.erasures')}</h2>
          {!erasing && (
            <button type="button" className="b small main push" onClick={() => setErasing(true)}>
              <Icon of={IconPlus} small />
              {t('erase.new')}
            </button>
          )}
        </div>
        {erasures.data.length === 0 ? (
          <Block icon={IconEraser} title={t('erasures.none')}>
            <p>{t('erasures.none.why')}</p>
          </Block>
        ) : (
          <List erasures={erasures.data} open={open} />
        )}
      </div>
      {opened && <Certificate erasure={opened} close={() => open(null)} />}
    </>
  );
}

function List({ erasures, open }: { erasures: Erasure[]; open: (id: string) => void }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('lifecycle.erasures')}>
      <table className="tb stack">
        <thead>
          <tr>
            <th>{t('erasures.state')}</th>
            <th>{t('holds.reason')}</th>
            <th className="right">{t('page.events')}</th>
            <th>{t('erasures.requested')}</th>
            <th>{t('erasures.by')}</th>
            <th className="right">{t('keys.acts')}</th>
          </tr>
        </thead>
        <tbody>
          {erasures.map((one) => (
            <tr key={one.id}>
              <td data-name={t('erasures.state')}>
                <span className={'tag ' + (one.status === 'done' ? 'ok' : 'accent')} role="status">
                  <Icon of={one.status === 'done' ? IconCircleCheck : IconRefresh} small />
                  {t(one.status === 'done' ? 'erasures.done' : 'erasures.running')}
                </span>
                {one.waitsFor && <span className="mute"> {t(`erasures.waits.${one.waitsFor}`)}</span>}
              </td>
              <td data-name={t('holds.reason')} className="wrap wide"><b className="strong"><Hostile text={one.reason ?? ''} /></b></td>
              <td data-name={t('page.events')} className="right num">{number(one.events ?? 0)}</td>
              <td data-name={t('erasures.requested')} className="num"><Instant text={one.requested ?? ''} /></td>
              <td data-name={t('erasures.by')} className="mono"><Doer id={one.by ?? ''} /></td>
              <td data-name="">
                <div className="acts">
                  <button type="button" className="b small" disabled={one.status !== 'done'} onClick={() => open(one.id ?? '')}>
                    <Icon of={IconFileCertificate} small />
                    {t('erasures.certificate')}
                  </button>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Certificate({ erasure, close }: { erasure: Erasure; close: () => void }) {
  const { organization } = useScope();
  const id = erasure.id ?? '';
  const note = useQuery({
    queryKey: ['lifecycle', 'certificate', organization, id],
    queryFn: async ({ signal }) => (await ask(address(`/v1/erasures/${encodeURIComponent(id)}/certificate`, { organization }), { signal })).text(),
    enabled: erasure.status === 'done',
    staleTime: Infinity,
  });
  return (
    <Window onClose={close} title={t('erasures.certificate')} size={720} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <div className="form">
        <p>{t('erasures.certificate.what')}</p>
        <Parts parts={erasure.parts ?? {}} />
        {note.isError ? <Failure error={note.error} /> : note.data === undefined ? <Later rows={4} /> : <pre className="command" tabIndex={0}>{marked(note.data, true)}</pre>}
        <div className="acts">
          <CopyButton className="b" text={note.data ?? ''}>{t('action.copy')}</CopyButton>
          <button type="button" className="b main" data-autofocus disabled={note.data === undefined} onClick={() => saveFile(new Blob([note.data ?? ''], { type: 'text/plain' }), `erasure-${id}.txt`)}>
            <Icon of={IconDownload} />
            {t('download')}
          </button>
        </div>
      </div>
    </Window>
  );
}
