import type { AuditEvent } from '../api/client';
import { Digits } from '../api/digits';
import type { own } from '../i18n/en/own';
import type { say } from '../i18n/en/say';
import { actorName, targetName } from './naming';

/*
 * An event in words. The person is the subject; nothing is glued together from parts: each kind of sentence is whole in
 * the catalog, chosen by what happened, how it ended and what is known.
 */

export type SayKey = keyof typeof say | keyof typeof own;

export interface Said {
  key: SayKey;
  values: Record<string, string>;
}

const SIGN_IN = /(^|[._-])(log-?in|sign-?in|authenticate)$/i;
const SIGN_OUT = /(^|[._-])(log-?out|sign-?out)$/i;
const OPERATIONS = new Set(['create', 'read', 'update', 'delete']);

/** What Indelible writes of who comes and goes, which other programs call otherwise. */
const SESSIONS: Record<string, SayKey> = { 'session.create': 'say.signIn.done', 'session.delete': 'say.signOut.done', 'session.refuse': 'say.signIn.denied' };

/**
 * Which sentence, and what to put into it.
 *
 * @param has whether the catalog has a sentence; of what Indelible does itself not each has
 */
export function said(event: AuditEvent, t: (key: SayKey, values?: Record<string, string | number>) => string, has: (key: string) => boolean = () => false): Said {
  const first = event.targets?.[0];
  const more = (event.targets?.length ?? 0) - 1;
  const change = onlyChange(event);
  const values = {
    actor: actorText(event, t),
    action: event.action ?? '',
    target: targetName(first) + (more > 0 ? ` ${t('say.more', { count: more })}` : ''),
    type: (first?.type ?? '').replaceAll('-', ' '),
    ...(change ?? { member: '', new: '', old: '' }),
  };
  const ended = event.outcome === 'denied' ? 'denied' : event.outcome === 'failure' ? 'failed' : 'done';
  const action = event.action ?? '';
  const own = event.service === 'indelible' ? ofOwn(event, has) : undefined;
  if (own !== undefined && !(own.endsWith('.update') && ended === 'done' && change)) {
    const labels = event.detail?.labels ?? {};
    return {
      key: own,
      values: {
        ...values,
        target: targetName(first), whom: targetName(event.targets?.[1]), role: String(labels['role'] ?? labels['roles'] ?? '').replaceAll(' ', ', '),
        reason: event.detail?.reason ?? '–', events: String(labels['events'] ?? ''),
      },
    };
  }
  const type = `own.type.${first?.type ?? ''}`;
  if (own !== undefined && has(type)) {
    values.type = t(type as SayKey);
  }
  if (SIGN_IN.test(action) || SIGN_OUT.test(action)) {
    return { key: `say.${SIGN_IN.test(action) ? 'signIn' : 'signOut'}.${ended}` as SayKey, values };
  }
  if (!values.target) {
    return { key: `say.bare.${ended}` as SayKey, values };
  }
  if (!OPERATIONS.has(event.operation ?? '')) {
    return { key: `say.act.${ended}` as SayKey, values };
  }
  if (event.operation === 'update' && ended === 'done' && change) {
    return { key: change.old === '' ? 'say.update.set' : 'say.update.changed', values };
  }
  return { key: `say.${event.operation ?? ''}.${ended}` as SayKey, values };
}

/** The sentence of what was done to Indelible itself. */
function ofOwn(event: AuditEvent, has: (key: string) => boolean): SayKey | undefined {
  const action = event.action ?? '';
  const session = SESSIONS[action];
  if (session !== undefined) {
    return session;
  }
  const isEvidence = action === 'event.export' && event.targets?.some((one) => one.type === 'event');
  const key = event.outcome === 'failure' ? 'own.failed' : isEvidence ? 'own.event.evidence' : `own.${action}`;
  return has(key) ? (key as SayKey) : undefined;
}

/** Who did it; where that is not known, whether it once was. */
export function actorText(event: AuditEvent, t: (key: 'say.somebody' | 'say.erased') => string): string {
  return actorName(event.actor) || t(event.erased?.includes('actor') ? 'say.erased' : 'say.somebody');
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
