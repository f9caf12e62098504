import { terms } from './terms';

/** What somebody may not ask by, because it would tell of members that are protected from them. */
export interface Unasked {
  /** Fields of the query language. */
  fields: readonly string[];
  /** Whether words, which are searched in all of an event, are among it. */
  words: boolean;
}

export const NOTHING_UNASKED: Unasked = { fields: [], words: false };

/** The name that words have as a field. */
export const WORDS = 'text';

/** Whether a field is among it, in any case. */
export function isUnasked(unasked: Unasked, field: string): boolean {
  return field.toLowerCase() === WORDS ? unasked.words : unasked.fields.some((one) => one.toLowerCase() === field.toLowerCase());
}

/** By what of it a query asks, [[WORDS]] for words; null where the server refuses nothing. What no one can read is the server's to refuse. */
export function asksUnasked(query: string, unasked: Unasked): string | null {
  if (!unasked.words && unasked.fields.length === 0) {
    return null;
  }
  for (const term of terms(query)) {
    const by =
      term.kind === 'field'
        ? fieldUnasked((term.field ?? '').replace(/[<>=]+$/, ''), unasked)
        : term.kind === 'group'
          ? asksUnasked(term.text.replace(/^-?\(/, '').replace(/\)$/, ''), unasked)
          : term.kind === 'words' && unasked.words
            ? WORDS
            : null;
    if (by !== null) {
      return by;
    }
  }
  return null;
}

function fieldUnasked(field: string, unasked: Unasked): string | null {
  return isUnasked(unasked, field) ? (field.toLowerCase() === WORDS ? WORDS : (unasked.fields.find((one) => one.toLowerCase() === field.toLowerCase()) ?? field)) : null;
}
