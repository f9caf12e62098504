import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { call } from '../api/client';
import { useAway } from '../api/reach';
import { parsed } from '../api/digits';
import { sentenceOf, t } from '../i18n';
import { number } from '../time';
import { ActButton } from '../ui/act-button';
import { Dialog, faultText, Field } from '../ui/dialog';
import { Hostile } from '../ui/hostile';
import { Instant } from '../ui/instant';
import { indented } from '../events/indented';
import { shortId } from '../events/naming';
import { listed, useIntegrationChange, type Integration, type Parked } from './data';
import { Failure, Later } from '../ui/states';
import { Window } from '../ui/window';

/** Events that the receiver refused one by one: to read, edit and send, or skip. */
export function ParkedEvents({ integration, acts }: { integration: Integration; acts: ReactNode }) {
  const path = `/v1/integrations/${integration.id}/parked`;
  const count = integration.status.parked;
  const { sending: sendingCount } = integration.status;
  const hasRows = count + sendingCount > 0;
  const parked = useQuery({
    queryKey: ['parked', integration.id, count, sendingCount],
    queryFn: async ({ signal }) => (await call<{ parked: Parked[] }>(path, { signal })).parked,
    enabled: hasRows,
  });
  const [about, setAbout] = useState<{ parked: Parked; act: 'read' | 'edit' | 'skip' } | null>(null);
  const [sending, setSending] = useState(false);
  const sendAll = useIntegrationChange(() => setSending(false));
  return (
    <div className="parked">
      <h2>
        {t('parked.title')}
        <span className={'tag' + (count > 0 ? ' warn' : '')}>{number(count)}</span>
        <span className="acts">
          {count > 0 && (
            <button type="button" className="b small" onClick={() => setSending(true)}>
              {t('parked.sendAll', { count })}
            </button>
          )}
          {acts}
        </span>
      </h2>
      {hasRows && !parked.data && (parked.isError ? <Failure error={parked.error} retry={() => void parked.refetch()} /> : <Later rows={2} />)}
      {hasRows && parked.data && (
        <div className="scroll" tabIndex={0} role="region" aria-label={t('parked.title')}>
          <table className="tb stack">
            <thead>
              <tr>
                <th>{t('parked.number')}</th>
                <th>{t('parked.at')}</th>
                <th>{t('drawer.event')}</th>
                <th>{t('parked.answer')}</th>
                <th>{t('parked.status')}</th>
                <th className="right">{t('keys.acts')}</th>
              </tr>
            </thead>
            <tbody>
              {parked.data.map((one) => (
                <tr key={one.destinationSequence}>
                  <td data-name={t('parked.number')} className="num mono">{number(one.destinationSequence)}</td>
                  <td data-name={t('parked.at')} className="num"><Instant text={one.parked} /></td>
                  <td data-name={t('drawer.event')} className="mono">{shortId(one.event)}</td>
                  <td data-name={t('parked.answer')} className="wide cut" title={one.excerpt}><Hostile text={sentenceOf(one.reason)} /></td>
                  <td data-name={t('parked.status')} className="num">{one.status || '–'}</td>
                  <td data-name="">
                    <div className="acts">
                      {one.state === 'sending' && <span className="tag">{t('parked.sending')}</span>}
                      <button type="button" className="b small" onClick={() => setAbout({ parked: one, act: 'read' })}>{t('parked.read')}</button>
                      {one.state !== 'sending' && (
                        <>
                          <button type="button" className="b small" onClick={() => setAbout({ parked: one, act: 'edit' })}>{t('parked.edit')}</button>
                          <button type="button" className="b small" onClick={() => setAbout({ parked: one, act: 'skip' })}>{t('parked.skip')}</button>
                        </>
                      )}
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {sending && (
        <Dialog
          title={t('parked.sendAll', { count })}
          close={() => setSending(false)}
          act={t('parked.send')}
          busy={sendAll.isPending}
          fault={sendAll.error}
          submit={() => sendAll.mutate({ path, method: 'POST', body: {} })}
        >
          <p>{t('parked.sendAll.what', { count })}</p>
        </Dialog>
      )}
      {about?.act === 'skip' && <Skip path={path} parked={about.parked} close={() => setAbout(null)} />}
      {about && about.act !== 'skip' && <Read path={path} parked={about.parked} isEditing={about.act === 'edit'} close={() => setAbout(null)} />}
    </div>
  );
}

function Skip({ path, parked, close }: { path: string; parked: Parked; close: () => void }) {
  const [reason, setReason] = useState('');
  const skip = useIntegrationChange(close);
  return (
    <Dialog
      title={t('parked.skip.title', { number: parked.destinationSequence })}
      close={close}
      act={t('parked.skip')}
      danger
      busy={skip.isPending}
      fault={skip.error}
      disabled={!reason.trim()}
      submit={() => skip.mutate({ path: `${path}/${parked.destinationSequence}/skip`, method: 'POST', body: { reason: reason.trim() } })}
    >
      <p>{t('parked.skip.what')}</p>
      <Field label={t('details.reason')}>
        <input className="text" data-autofocus value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </Dialog>
  );
}

interface SendAnswer {
  outcome: string;
  reason: string;
}

/** The event as it is kept, beside what somebody makes of it. */
function Read({ path, parked, isEditing, close }: { path: string; parked: Parked; isEditing: boolean; close: () => void }) {
  const own = `${path}/${parked.destinationSequence}`;
  const original = useQuery({
    queryKey: ['parked-one', own],
    queryFn: async ({ signal }) => (await call<{ original: Record<string, unknown> }>(own, { signal })).original,
  });
  const isAway = useAway() !== null;
  const [edited, setEdited] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState('');
  const send = useIntegrationChange<SendAnswer>((answer) => {
    if (answer.outcome === 'confirmed' || answer.outcome === 'waiting') {
      close();
    } else {
      setFault(sentenceOf(answer.reason));
    }
  });
  // What the server adds is not the sender's to change.
  const { received: _r, sequence: _s, key: _k, timeFrom: _t, format: _f, unforeseen: _u, erased: _e, erasures: _es, ...rest } = original.data ?? {};
  const text = indented(JSON.stringify(rest));
  const submit = () => {
    let event: unknown;
    try {
      // With the digits of its numbers, as it was typed.
      event = parsed(edited ?? text);
    } catch {
      setFault(t('parked.notJson'));
      return;
    }
    setFault('');
    send.mutate({ path: `${own}/send`, method: 'POST', body: edited === null ? { reason: reason.trim() } : { event, reason: reason.trim() } });
  };
  return (
    <Window onClose={close} size={isEditing ? 1040 : 640} title={t('parked.event', { number: parked.destinationSequence })} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <div className="form">
        <p>
          <b>{t('parked.answer')}:</b> <Hostile text={listed([parked.status || '', sentenceOf(parked.reason), parked.excerpt])} />
        </p>
        {original.data ? (
          <div className={isEditing ? 'side-by-side' : undefined}>
            <pre className="bytes command" tabIndex={0}><Hostile text={text} lines /></pre>
            {isEditing && (
              <textarea className="text mono" aria-label={t('parked.edited')} data-autofocus autoFocus spellCheck={false} value={edited ?? text} onChange={(event) => setEdited(event.target.value)} />
            )}
          </div>
        ) : original.isError ? (
          <Failure error={original.error} retry={() => void original.refetch()} />
        ) : (
          <Later rows={6} />
        )}
        {isEditing && original.data && (
          <>
            <Field label={t('details.reason')} help={t('parked.reason.help')}>
              <input className="text" value={reason} onChange={(event) => setReason(event.target.value)} />
            </Field>
            {(fault || send.error) && <p className="bad" role="alert">{fault || faultText(send.error)}</p>}
            <div className="acts">
              <button type="button" className="b" onClick={close}>{t('action.cancel')}</button>
              <ActButton className="b main" isBusy={send.isPending} disabled={!reason.trim() || isAway} title={isAway ? t('state.away') : undefined} onClick={submit}>{t('parked.edit')}</ActButton>
            </div>
          </>
        )}
      </div>
    </Window>
  );
}
