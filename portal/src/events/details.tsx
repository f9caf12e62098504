import { useState, type ReactNode } from 'react';
import type { AuditEvent } from '../api/client';
import { IconGitCompare } from '../icons';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { bytes, full, number, useZone } from '../time';
import { Hostile } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { Erased, Gone, isErased } from './erased';
import { hasNeighbours, NeighbourCounts } from './neighbours';
import { actorName, actorValue, onBehalfOf, targetName, targetValue } from './naming';
import { Value } from './value-menu';
import { word } from './words';

const FOLDED_CHARACTERS = 600;

/** All parts of an event for people. */
export function Details({ event }: { event: AuditEvent }) {
  const [zone] = useZone();
  const scope = useScope();
  const { actor, client, detail } = event;
  const received = Date.parse(event.received ?? '');
  const latency = received - Date.parse(event.time ?? '');
  return (
    <>
      <Erased event={event} />
      <Changes event={event} />
      <Section title={t('details.who')}>
        <Row name={t('column.actor')}>
          {isErased(event, 'actor') ? (
            <Gone />
          ) : (
            <Value asked={{ field: 'actor', value: actorValue(actor), label: actorName(actor), action: event.action }}>
              <Hostile text={actorName(actor) || t('say.somebody')} />
            </Value>
          )}
        </Row>
        {actor?.type && <Row name={t('details.type')}><Plain field="actorType" value={actor.type} /></Row>}
        {actor?.email && actor.email !== actorName(actor) && <Row name={t('details.email')}><Plain field="actor" value={actor.email} /></Row>}
        {actor?.id && actor.id !== actorName(actor) && <Row name={t('details.id')}><Plain field="actor" value={actor.id} mono /></Row>}
        {onBehalfOf(actor).length > 0 && (
          <Row name={t('details.behalf')}>
            {onBehalfOf(actor).map((one, index) => (
              <span key={index}>
                {index > 0 && ' → '}
                <Plain field="actor" value={actorValue(one)} label={actorName(one)} />
              </span>
            ))}
          </Row>
        )}
        {(actor?.roles?.length ?? 0) > 0 && <Row name={t('details.roles')}><Hostile text={(actor?.roles ?? []).join(', ')} /></Row>}
        {actor?.permissions && <Row name={t('details.permissions')}><Json value={actor.permissions} /></Row>}
        {isErased(event, 'client') && <Row name={t('column.client')}><Gone /></Row>}
        {client?.ip && <Row name={t('column.client')}><Plain field="ip" value={client.ip} mono /></Row>}
        {event.channel && <Row name={t('column.channel')}><Plain field="channel" value={event.channel} /></Row>}
        {client?.userAgent && <Row name={t('details.agent')}><Hostile text={client.userAgent} /></Row>}
        {client?.sessionId && <Row name={t('details.session')}><Plain field="sessionId" value={client.sessionId} mono /></Row>}
      </Section>
      <Section title={t('details.what')}>
        <Row name={t('column.action')}>
          <Plain field="action" value={event.action ?? ''} mono />
        </Row>
        {(['operation', 'category', 'severity'] as const).map((field) => {
          const value = event[field];
          return value ? <Row key={field} name={t(`column.${field}`)}><Plain field={field} value={value} /></Row> : null;
        })}
        {isErased(event, 'targets') && <Row name={t('column.target')}><Gone /></Row>}
        {(event.targets ?? []).map((target, index) => (
          <Row key={index} name={t('column.target')}>
            <Plain field="target" value={targetValue(target)} label={targetName(target)} />
            {target.type && <span className="mute">, {t('details.type')} <Plain field="targetType" value={target.type} /></span>}
            {target.id && target.name && <span className="mute">, {t('details.id')} <span className="mono"><Hostile text={target.id} /></span></span>}
          </Row>
        ))}
        {detail?.description && <Row name={t('details.description')}><Long text={detail.description} /></Row>}
        {detail?.reason && <Row name={t('details.reason')}><Long text={detail.reason} /></Row>}
        {detail?.request && (
          <Row name={t('details.request')}>
            <span className="mono">
              <Hostile text={[detail.request.method, detail.request.endpoint].filter(Boolean).join(' ')} />
            </span>
            {detail.response?.code !== undefined && (
              <span className="mute"> → {detail.response.code}{detail.response.size === undefined ? '' : `, ${bytes(detail.response.size)}`}</span>
            )}
          </Row>
        )}
        {detail?.request?.params !== undefined && <Row name={t('details.params')}><Json value={detail.request.params} /></Row>}
        {detail?.request?.payload !== undefined && <Row name={t('details.payload')}><Json value={detail.request.payload} /></Row>}
        {Object.entries(detail?.labels ?? {}).map(([name, value]) => (
          <Row key={name} name={name}><Hostile text={String(value)} /></Row>
        ))}
        {detail?.original !== undefined && <Row name={t('details.original')}><Json value={detail.original} /></Row>}
      </Section>
      <Section title={t('details.where')}>
        <Row name={t('details.scope')}>
          <Hostile text={[scope.organizationName, event.folder, event.project].filter(Boolean).join(' / ')} />
        </Row>
        {event.service && <Row name={t('column.service')}><Plain field="service" value={event.service} /></Row>}
        {event.region && <Row name={t('column.region')}><Plain field="region" value={event.region} /></Row>}
        <Row name={t('details.happened')}><span className="num" title={event.time}>{full(Date.parse(event.time ?? ''), zone)}</span></Row>
        <Row name={t('details.received')}>
          <span className="num" title={event.received}>
            {receivedText(latency) ?? full(received, zone)}
          </span>
        </Row>
        {event.key && <Row name={t('column.key')}><Plain field="key" value={event.key} mono /></Row>}
        {event.correlationId && <Row name={t('column.correlationId')}><Plain field="correlationId" value={event.correlationId} mono /></Row>}
        {client?.requestId && <Row name={t('column.requestId')}><Plain field="requestId" value={client.requestId} mono /></Row>}
        {client?.traceparent && <Row name="traceparent"><span className="mono"><Hostile text={client.traceparent} /></span></Row>}
        {event.format && <Row name={t('column.format')}><Plain field="format" value={event.format} /></Row>}
        <Row name={t('details.eventId')}><span className="mono"><Hostile text={event.id ?? ''} /></span></Row>
      </Section>
      {hasNeighbours(event) && (
        <Section title={t('tab.neighbours')} note={t('neighbours.span')}>
          <NeighbourCounts event={event} />
        </Section>
      )}
    </>
  );
}

/** How long after it happened an event was received, where that is soon. */
export function receivedText(latencyMillis: number): string | null {
  return latencyMillis < 0 || latencyMillis >= 60_000 || Number.isNaN(latencyMillis)
    ? null
    : latencyMillis < 1000
      ? t('details.laterMillis', { millis: Math.floor(latencyMillis) })
      : t('details.later', { seconds: number(Math.round(latencyMillis / 100) / 10) });
}

export function Section({ title, note, children }: { title: ReactNode; note?: ReactNode; children: ReactNode }) {
  return (
    <section className="sec">
      <h2 className="h3">
        {title}
        {note !== undefined && <span className="end">{note}</span>}
      </h2>
      <div className="kv">{children}</div>
    </section>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <dl className="kv-row">
      <dt>
        <Hostile text={name} />
      </dt>
      <dd>{children}</dd>
    </dl>
  );
}

function Plain({ field, value, label, mono }: { field: string; value: string; label?: string; mono?: boolean }) {
  return (
    <Value {...(mono ? { className: 'mono' } : {})} asked={{ field, value, label: label ?? value }}>
      <Hostile text={label ?? word(field, value)} />
    </Value>
  );
}

/** A long text is folded, with its size. */
function Long({ text, mono }: { text: string; mono?: boolean }) {
  const [isOpen, setOpen] = useState(false);
  if (text.length <= FOLDED_CHARACTERS) {
    return <span className={mono ? 'mono lines' : 'lines'}><Hostile text={text} lines /></span>;
  }
  return (
    <span className={mono ? 'mono lines' : 'lines'}>
      <Hostile text={isOpen ? text : text.slice(0, FOLDED_CHARACTERS) + '…'} lines />{' '}
      <button type="button" className="link" onClick={() => setOpen(!isOpen)}>
        {isOpen ? t('details.less') : t('details.all', { size: bytes(text.length) })}
      </button>
    </span>
  );
}

function Json({ value }: { value: unknown }) {
  return <Long mono text={typeof value === 'string' ? value : JSON.stringify(value, null, 2)} />;
}

/** What changed: path, what was, what is. */
function Changes({ event }: { event: AuditEvent }) {
  const changes = event.detail?.changes ?? [];
  if (changes.length === 0) {
    return null;
  }
  return (
    <section className="sec">
      <h2 className="h3">
        <Icon of={IconGitCompare} small />
        {t('details.changed')}
        <span className="end">{t('details.fields', { count: changes.length })}</span>
      </h2>
      <div className="diff">
        {changes.map((change, index) => {
          const [old, now] = marks(shown(change.old), shown(change.new));
          return (
            <div key={index}>
              <div className="p">
                <Hostile text={change.path} />
              </div>
              {change.old !== undefined && <Line sign="-" name={t('details.was')} pieces={old} />}
              {change.new !== undefined ? <Line sign="+" name={t('details.is')} pieces={now} /> : <Line sign="-" name={t('details.is')} pieces={[{ text: t('details.gone'), isMarked: false }]} />}
            </div>
          );
        })}
      </div>
    </section>
  );
}

function shown(value: unknown): string {
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

interface Piece {
  text: string;
  isMarked: boolean;
}

function Line({ sign, name, pieces }: { sign: '+' | '-'; name: string; pieces: Piece[] }) {
  return (
    <div className={'d ' + (sign === '+' ? 'plus' : 'minus')}>
      <i aria-hidden="true">{sign === '+' ? '+' : '−'}</i>
      <span>
        <span className="sr">{name}: </span>
        {pieces.map((piece, index) => (piece.isMarked ? <mark key={index}><Hostile text={piece.text} lines /></mark> : <Hostile key={index} text={piece.text} lines />))}
      </span>
    </div>
  );
}

/** In long texts the words that differ are marked: what is alike at both ends stays plain. */
export function marks(old: string, now: string): [Piece[], Piece[]] {
  const a = old.split(/(\s+)/);
  const b = now.split(/(\s+)/);
  if (a.length < 4 || b.length < 4) {
    return [[{ text: old, isMarked: false }], [{ text: now, isMarked: false }]];
  }
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) {
    start++;
  }
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) {
    end++;
  }
  const cut = (words: string[]): Piece[] =>
    [
      { text: words.slice(0, start).join(''), isMarked: false },
      { text: words.slice(start, words.length - end).join(''), isMarked: true },
      { text: words.slice(words.length - end).join(''), isMarked: false },
    ].filter((piece) => piece.text !== '');
  return [cut(a), cut(b)];
}
