import type { ReactNode } from 'react';
import type { AuditEvent } from '../api/client';
import { hasMessage, pieces, t } from '../i18n';
import { marked } from '../ui/marked';
import { said, type Said } from './said';

/** Which sentence, and what to put into it. */
export function sentence(event: AuditEvent): Said {
  return said(event, t, hasMessage);
}

/** The sentence with its names standing out; where it is told with its client, that too. */
export function Sentence({ event, without, withClient = false }: { event: AuditEvent; without?: 'actor'; withClient?: boolean }): ReactNode {
  const { key, values } = sentence(event);
  return pieces(key).map((piece, index) => {
    if (typeof piece === 'string') {
      return piece;
    }
    if (piece.name === without) {
      return null;
    }
    if (piece.name === 'from') {
      return withClient && event.client?.ip ? <From key={index} ip={event.client.ip} /> : null;
    }
    const value = marked(values[piece.name] ?? '');
    return piece.name === 'type' || piece.name === 'member' ? (
      <bdi key={index}>{value}</bdi>
    ) : (
      <b key={index}>
        <bdi>{value}</bdi>
      </b>
    );
  });
}

function From({ ip }: { ip: string }): ReactNode {
  return pieces('say.from').map((piece, index) =>
    typeof piece === 'string' ? (
      piece
    ) : (
      <bdi key={index} className="from">
        {marked(ip)}
      </bdi>
    ),
  );
}

/** The sentence as text; with the client where that is asked for. */
export function sentenceText(event: AuditEvent, withClient = false): string {
  const { key, values } = sentence(event);
  const ip = withClient ? event.client?.ip : undefined;
  return pieces(key)
    .map((piece) => (typeof piece === 'string' ? piece : piece.name === 'from' ? (ip ? t('say.from', { ip: marked(ip) }) : '') : marked(values[piece.name] ?? '')))
    .join('');
}
