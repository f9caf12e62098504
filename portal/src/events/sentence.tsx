import type { ReactNode } from 'react';
import type { AuditEvent } from '../api/client';
import { pieces, t } from '../i18n';
import { marked } from '../ui/marked';
import { said, type Said } from './said';

/** Which sentence, and what to put into it. */
export function sentence(event: AuditEvent): Said {
  return said(event, t);
}

/** The sentence with its names standing out. */
export function Sentence({ event, without }: { event: AuditEvent; without?: 'actor' }): ReactNode {
  const { key, values } = sentence(event);
  return pieces(key).map((piece, index) => {
    if (typeof piece === 'string') {
      return piece;
    }
    if (piece.name === without) {
      return null;
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

/** The sentence as text. */
export function sentenceText(event: AuditEvent): string {
  const { key, values } = sentence(event);
  return pieces(key)
    .map((piece) => (typeof piece === 'string' ? piece : marked(values[piece.name] ?? '')))
    .join('');
}
