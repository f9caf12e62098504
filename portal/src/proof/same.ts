import type { AuditEvent } from '../api/client';
import { parsed } from '../api/digits';
import type { Verdict } from './verify';

/** What the server adds to the members of an event's parts. */
const ADDED = new Set(['received', 'sequence', 'key', 'erased', 'erasures', 'actor', 'targets', 'client', 'detail']);

/**
 * The first part by which the event as it is shown is not the one that was checked; null where there is none. A part that
 * is in what was checked as its seal only cannot be compared.
 */
export function differsIn(shown: AuditEvent, checked: NonNullable<Verdict['event']>): string | null {
  const members = shown as Record<string, unknown>;
  if (shown.id !== checked.id || shown.sequence !== checked.sequence) {
    return 'core';
  }
  for (const part of checked.parts) {
    if (part.isErased) {
      continue;
    }
    const sealed = parsed(part.text ?? '');
    const here = part.name === 'core' ? Object.fromEntries(Object.entries(members).filter(([name]) => !ADDED.has(name))) : members[part.name];
    if (JSON.stringify(sealed) !== JSON.stringify(here)) {
      return part.name;
    }
  }
  return ['actor', 'targets', 'client', 'detail'].find((name) => members[name] !== undefined && checked.parts.every((part) => part.name !== name)) ?? null;
}
