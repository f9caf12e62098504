import type { AuditEvent } from '../api/client';
import { terms, type Term } from '../query/terms';

/* What is shown of actors and targets, and what they are filtered by. */

export type Actor = NonNullable<AuditEvent['actor']>;
export type Target = NonNullable<AuditEvent['targets']>[number];

/** What a person reads. */
export function actorName(actor: Actor | undefined): string {
  return readableOf(actor?.name, actor?.email, actor?.id);
}

/** What stands for a member that is protected from who reads. */
const MASK = /^\[protected(: [0-9a-f]{16})?\]$/;

/** The first of some names that is no mask; a mask where all that are there are. */
function readableOf(...names: (string | undefined)[]): string {
  return names.find((one) => one !== undefined && !MASK.test(one)) ?? names.find((one) => one !== undefined) ?? '';
}

/** What finds just this actor: the most particular of its names. */
export function actorValue(actor: Actor | undefined): string {
  return readableOf(actor?.id, actor?.email, actor?.name);
}

export function targetName(target: Target | undefined): string {
  return readableOf(target?.name, target?.id);
}

export function targetValue(target: Target | undefined): string {
  return readableOf(target?.id, target?.name);
}

/** For whom the actor acts, nearest first. */
export function onBehalfOf(actor: Actor | undefined): Actor[] {
  return (actor?.onBehalfOf ?? []) as Actor[];
}

/** `b53232ee…9f31`: ids of machines are cut in the middle, so that both ends can be compared; what can be read is not. */
export function shortId(id: string): string {
  return /^[0-9a-f-]{21,}$/i.test(id) ? `${id.slice(0, 8)}…${id.slice(-4)}` : id;
}

const known = new Map<string, { name: string; type: string | undefined }>();

/** Remembers names of actors, so that counts of ids can be read. */
export function learnNames(events: AuditEvent[]): void {
  // The newest counts, but one that has only the id takes no name away.
  for (const { actor } of [...events].reverse()) {
    const id = actor?.id?.toLowerCase();
    if (id !== undefined && ((actor?.name ?? actor?.email) !== undefined || !known.has(id))) {
      known.set(id, { name: actorName(actor), type: actor?.type });
    }
  }
}

/** Remembers names that counts of actors came with. */
export function learnCounted(values: { value?: string; name?: string; email?: string; type?: string }[]): void {
  for (const { value, name, email, type } of values) {
    const id = value?.toLowerCase();
    if (id !== undefined && type !== undefined && ((name ?? email) !== undefined || !known.has(id))) {
      known.set(id, { name: readableOf(name, email, value ?? id), type });
    }
  }
}

/** What is known of an actor by its id. */
export function knownActor(id: string): { name: string; type: string | undefined } {
  return known.get(id.toLowerCase()) ?? { name: id, type: undefined };
}

/** A term of a search as people read it: an actor by name where that is known. */
export function readable(term: Term): string {
  if (term.kind !== 'field' || term.field !== 'actor' || !term.value || term.value === '*') {
    return term.text;
  }
  const group = /^actor:\((.*)\)$/s.exec(term.text.replace(/^-/, ''));
  const value = group ? `(${terms(group[1] ?? '').map((one) => (one.kind === 'words' ? nameOf(one.text) : one.text)).join(' ')})` : nameOf(term.value);
  return `${term.negated ? '-' : ''}actor:${value}`;
}

function nameOf(written: string): string {
  const { name } = knownActor(written);
  return name === written ? written : name;
}

/** The words of a text, as search sees them. */
export function wordsOf(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether a text has words that begin so, whatever the accents. */
export function hasWords(text: string, sought: readonly string[]): boolean {
  const words = wordsOf(folded(text));
  return sought.every((one) => words.some((word) => word.startsWith(folded(one))));
}
