import { t, type MessageKey } from '../i18n';
import { fieldTerm } from '../query/terms';
import { marked } from '../ui/hostile';
import { knownActor } from './naming';

/* What the search box offers while somebody types. */

export const QUERY_FIELDS = [
  'actor', 'action', 'operation', 'outcome', 'target', 'targetType', 'ip', 'category', 'severity', 'service', 'channel',
  'project', 'folder', 'region', 'actorType', 'text', 'time', 'correlationId', 'requestId', 'sessionId', 'format', 'key',
] as const;

/** Fields whose values can be counted and so offered. */
export const COUNTED = new Set([
  'actor', 'action', 'operation', 'outcome', 'targetType', 'ip', 'category', 'severity', 'service', 'channel', 'project',
  'folder', 'region', 'actorType', 'format',
]);

export interface Typed {
  negated: boolean;
  /** With the colon: whose values are wanted. */
  field: string | null;
  text: string;
}

export function typed(text: string): Typed {
  const match = /^(-?)(?:([A-Za-z]+):)?(.*)$/s.exec(text);
  return { negated: match?.[1] === '-', field: match?.[2] ?? null, text: (match?.[3] ?? '').replace(/^"/, '') };
}

/** What begins with a text, whatever characters that has. */
export function beginsTerm(field: string, text: string): string {
  return `${field}:${text.replace(/\*/g, '').replace(/[\s()"\\]/g, '\\$&')}*`;
}

export interface Offer {
  kind: 'field' | 'value' | 'history' | 'paste';
  /** What stands in the box afterwards. */
  insert: string;
  label: string;
  help?: string;
  count?: number;
}

export function fieldOffers({ negated, field, text }: Typed): Offer[] {
  if (field !== null) {
    return [];
  }
  const sought = text.toLowerCase();
  return QUERY_FIELDS.filter((name) => name.toLowerCase().startsWith(sought)).map((name) => ({
    kind: 'field',
    insert: `${negated ? '-' : ''}${name}${name === 'time' ? '>=' : ':'}`,
    label: name,
    help: t(`field.${name}` as MessageKey),
  }));
}

export function valueOffers({ negated, field }: Typed, values: { value?: string; count?: number }[]): Offer[] {
  return values.flatMap((one) =>
    one.value === undefined || field === null
      ? []
      : [
          {
            kind: 'value',
            insert: fieldTerm(field, one.value, negated),
            ...named(field, one.value),
            ...(one.count === undefined ? {} : { count: one.count }),
          },
        ],
  );
}

/** A person is read by name; the id, which finds just this one, stands beside it. */
function named(field: string, value: string): Pick<Offer, 'label' | 'help'> {
  const { name } = knownActor(value);
  return field === 'actor' && name !== value ? { label: name, help: marked(value) } : { label: value };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const IP = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:]+)(\/\d+)?$/i;

/** What somebody may have pasted. */
export function recognised(text: string): 'event' | 'client' | null {
  return UUID.test(text) ? 'event' : IP.test(text) && !/^[a-z]+:/i.test(text.replace(/^[0-9a-f:]+$/i, '')) ? 'client' : null;
}

/** `q, column 5: there is no field 'actr'; did you mean 'actor'? known are: …` taken apart; the box offers the fields by itself. */
export function faultOf(message: string): { column: number; text: string; wrong: string | null; meant: string | null } {
  const match = /^q, column (\d+): (.*)$/s.exec(message);
  const field = /there is no field '([^']*)'(?:; did you mean '([^']*)')?/.exec(message);
  const text = match?.[2] ?? message;
  return {
    column: match ? Number(match[1]) : 0,
    text: field ? text.replace(/ known are: .*?(?:; (put the text in quotes if it is no field))?$/s, (_, quotes?: string) => (field[2] || !quotes ? '' : ` ${quotes}`)) : text,
    wrong: field?.[1] ?? null,
    meant: field?.[2] ?? null,
  };
}

const HISTORY = 'search-history';
const HISTORY_MAX = 30;

export function history(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(HISTORY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

export function keepInHistory(query: string): void {
  if (query.trim() === '') {
    return;
  }
  try {
    localStorage.setItem(HISTORY, JSON.stringify([query, ...history().filter((one) => one !== query)].slice(0, HISTORY_MAX)));
  } catch {
    // Not kept.
  }
}

export function clearHistory(): void {
  try {
    localStorage.removeItem(HISTORY);
  } catch {
    // Nothing was kept.
  }
}
