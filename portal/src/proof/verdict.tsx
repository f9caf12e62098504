import type { ReactNode } from 'react';
import { IconAlertTriangle, IconRosetteDiscountCheck, IconTerminal2 } from '../icons';
import { hasMessage, t } from '../i18n';
import { full, number, useZone } from '../time';
import { CopyButton } from '../ui/copy';
import { Hostile, marked } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { useRemembered } from './checked';
import { evidenceName } from './evidence-name';
import { PathPicture } from './path-picture';
import { Steps } from './steps';
import { isSealedEvent, shownOf, type Verdict } from './verify';

/** What a check came to: a sentence, the path, the checks, the notes as they are signed. */
export function VerdictView({ verdict, acts }: { verdict: Verdict; acts?: ReactNode }) {
  const [zone] = useZone();
  const { event, proof, anchor } = verdict;
  useRemembered(verdict);
  const sequence = number(event?.sequence ?? 0);
  const entry = verdict.files?.get('leaf.bin');
  const shown = shownOf(verdict);
  const file = verdict.file ?? (event ? evidenceName(event.organization, event) : '');
  return (
    <>
      <div className={'verdict' + (verdict.isGood ? '' : ' bad')} role="status">
        <span className="badge">
          <Icon of={verdict.isGood ? IconRosetteDiscountCheck : IconAlertTriangle} />
        </span>
        <div>
          <h2>{verdict.isGood ? t(shown === 'all' ? 'verdict.good' : shown === 'nothing' ? 'verdict.hidden' : 'verdict.partly', { sequence }) : t(verdict.steps.some((step) => step.mark === 'bad' && step.place === 'the zip') ? 'verdict.unread' : 'verdict.bad')}</h2>
          <p>
            {event && verdict.isGood && (
              <>
                {t('verdict.of', { organization: marked(event.organization), time: full(event.receivedUnixMillis, zone) })}{' '}
              </>
            )}
            {verdict.tookMillis > 0 && t('verdict.how', { millis: Math.max(1, Math.round(verdict.tookMillis)) })}
          </p>
        </div>
        {acts && <div className="acts">{acts}</div>}
      </div>
      <div className={proof ? 'proof' : 'proof bare'}>
        <div className="way-up">
          {proof && entry && <PathPicture proof={proof} entry={entry} isEvent={isSealedEvent(verdict)} isGood={verdict.isGood} />}
          <div className="wires">
            {proof && <Paper title={t('verdict.checkpoint')} text={noteOf(proof)} />}
            {anchor && <Paper title={t('verdict.anchor')} text={noteOf(anchor)} />}
          </div>
          {event && verdict.isGood && <Parts verdict={verdict} />}
        </div>
        <div className="checks">
          <Steps verdict={verdict} />
          {file && <ol className="steps">
            <li>
              <Icon of={IconTerminal2} />
              <div>
                <b>{t('verdict.offline')}</b>
                <p>{t('verdict.offline.how')}</p>
                <code>./indelible verify {marked(file)}</code>
              </div>
            </li>
          </ol>}
        </div>
      </div>
    </>
  );
}

function noteOf(proof: { note: { text: string; signatures: { name: string; bytes: Uint8Array }[] } }): string {
  const lines = proof.note.signatures.map((one) => `— ${one.name} ${btoa(String.fromCharCode(...one.bytes)).slice(0, 24)}…`);
  return `${proof.note.text}\n${lines.join('\n')}`;
}

function Paper({ title, text }: { title: string; text: string }) {
  return (
    <div className="wire">
      <div className="hd">
        {title}
        <CopyButton className="link end" text={text}>
          {t('action.copy')}
        </CopyButton>
      </div>
      <pre>{marked(text, true)}</pre>
    </div>
  );
}

function partName(name: string): string {
  const key = `part.${name}`;
  return hasMessage(key) ? t(key) : name;
}

/** The event as it was disclosed. */
function Parts({ verdict }: { verdict: Verdict }) {
  return (
    <div className="parts">
      {verdict.event?.parts.map((part) => (
        <details key={part.number}>
          <summary>{partName(part.name)}</summary>
          <pre className="bytes">{part.isErased ? t('verdict.part.erased') : <Hostile text={part.text ?? ''} lines />}</pre>
        </details>
      ))}
    </div>
  );
}
