import type { ReactNode } from 'react';
import { Digits, type AuditEvent } from '../api/client';
import { pieces, t, type MessageKey } from '../i18n';
import { marked } from '../ui/hostile';
import { actorName, targetName } from './naming';

/*
 * An event in words. The person is the subject; nothing is glued together from parts: each kind of sentence is whole in
 * the catalog, chosen by what happened, how it ended and what is known.
 */

export interface Said {
  key: MessageKey;
  values: Record<string, string>;
}

const SIGN_IN = /(^|[._-])(log-?in|sign-?in|authenticate)$/i;
const SIGN_OUT = /(^|[._-])(log-?out|sign-?out)$/i;
const OPERATIONS = new Set(['create', 'read', 'update', 'delete']);

/** Which sentence, and what to put into it. */
export function sentence(event: AuditEvent): Said {
  const first = event.targets?.[0];
  const more = (event.targets?.length ?? 0) - 1;
  const change = onlyChange(event);
  const values = {
    actor: actorName(event.actor) || t('say.somebody'),
    action: event.action ?? '',
    target: targetName(first) + (more > 0 ? ` ${t('say.more', { count: more })}` : ''),
    type: (first?.type ?? '').replaceAll('-', ' '),
    ...(change ?? { member: '', new: '', old: '' }),
  };
  const ended = event.outcome === 'denied' ? 'denied' : event.outcome === 'failure' ? 'failed' : 'done';
  const action = event.action ?? '';
  if (SIGN_IN.test(action) || SIGN_OUT.test(action)) {
    return { key: `say.${SIGN_IN.test(action) ? 'signIn' : 'signOut'}.${ended}` as MessageKey, values };
  }
  if (!values.target) {
    return { key: `say.bare.${ended}` as MessageKey, values };
  }
  if (!OPERATIONS.has(event.operation ?? '')) {
    return { key: `say.act.${ended}` as MessageKey, values };
  }
  if (event.operation === 'update' && ended === 'done' && change) {
    return { key: change.old === '' ? 'say.update.set' : 'say.update.changed', values };
  }
  return { key: `say.${event.operation ?? ''}.${ended}` as MessageKey, values };
}

function onlyChange(event: AuditEvent): { member: string; new: string; old: string } | null {
  const changes = event.detail?.changes ?? [];
  const [change] = changes;
  if (changes.length !== 1 || !change?.path || change.path.split('/').length > 2) {
    return null;
  }
  const isShort = (value: unknown) => (typeof value === 'string' && value.length <= 40) || typeof value === 'number' || typeof value === 'boolean' || value instanceof Digits;
  if (!isShort(change.new) || (change.old !== undefined && change.old !== null && !isShort(change.old))) {
    return null;
  }
  return {
    member: change.path.replace(/^\//, ''),
    new: String(change.new),
    old: change.old === undefined || change.old === null ? '' : String(change.old),
  };
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
