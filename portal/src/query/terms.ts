/*
 * The top level of a query in the language of `q`, as the search box shows it: each finished term is a token. Nothing is
 * understood here that the server would have to agree with; what is not a plain field term is one opaque token.
 */

export interface Term {
  /** As written, without blanks around it. */
  text: string;
  kind: 'field' | 'words' | 'group' | 'operator';
  negated: boolean;
  field?: string;
  /** Unescaped; of a field only. */
  value?: string;
  start: number;
  end: number;
}

const FIELD = /^(-?)([A-Za-z][A-Za-z]*)(:|>=|<=|>|<)/;

/** Cuts a query into its terms, left to right; what is never closed reaches to the end. */
export function terms(query: string): Term[] {
  const found: Term[] = [];
  let at = 0;
  while (at < query.length) {
    if (/\s/.test(query[at] ?? '')) {
      at++;
      continue;
    }
    const end = endOfTerm(query, at);
    found.push(term(query.slice(at, end), at, end));
    at = end;
  }
  return found;
}

function endOfTerm(query: string, start: number): number {
  let depth = 0;
  let inQuotes = false;
  for (let at = start; at < query.length; at++) {
    const character = query[at] ?? '';
    if (character === '\\') {
      at++;
    } else if (inQuotes) {
      inQuotes = character !== '"';
    } else if (character === '"') {
      inQuotes = true;
    } else if (character === '(') {
      depth++;
    } else if (character === ')') {
      depth--;
    } else if (depth <= 0 && /\s/.test(character)) {
      return at;
    }
  }
  return query.length;
}

function term(text: string, start: number, end: number): Term {
  if (/^(AND|OR|NOT)$/.test(text)) {
    return { text, kind: 'operator', negated: false, start, end };
  }
  const match = FIELD.exec(text);
  if (match) {
    const raw = text.slice(match[0].length);
    const field = (match[2] ?? '') + (match[3] === ':' ? '' : match[3]);
    return { text, kind: 'field', negated: match[1] === '-', field, value: unquoted(raw), start, end };
  }
  const bare = text.startsWith('-') ? text.slice(1) : text;
  return { text, kind: bare.startsWith('(') ? 'group' : 'words', negated: text.startsWith('-'), start, end };
}

function unquoted(raw: string): string {
  const inner = raw.startsWith('"') && raw.endsWith('"') && raw.length > 1 ? raw.slice(1, -1) : raw;
  return inner.replace(/\\(.)/gs, '$1');
}

/** A value so that it stands for itself whatever it holds. */
export function quoted(value: string): string {
  return /^[\p{L}\p{N}._@/+:-]+$/u.test(value) ? value : '"' + value.replace(/["\\]/g, '\\$&') + '"';
}

export function fieldTerm(field: string, value: string, negated = false): string {
  return `${negated ? '-' : ''}${field}:${value === '*' ? '*' : quoted(value)}`;
}

/** One of several values of a field. */
export function anyTerm(field: string, values: readonly string[]): string {
  return values.length === 1 ? fieldTerm(field, values[0] ?? '') : `${field}:(${values.map(quoted).join(' OR ')})`;
}

/** Whether something more can be joined by a blank without changing what it means. */
function isPlain(query: string): boolean {
  return terms(query).every((one) => one.text !== 'OR');
}

/**
 * Whether each bracket that closes closes one that was opened. Where not, brackets around the query would make something else
 * of it that is valid, `(a) OR (b)` of `a) OR (b`.
 */
export function isWhole(query: string): boolean {
  let depth = 0;
  for (const character of query.replace(/\\.|"(?:\\.|[^"\\])*"?/gs, '')) {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    if (depth < 0) {
      return false;
    }
  }
  return true;
}

/** Both the query and the term; a query that is none stays as it is, for the server to refuse. */
export function and(query: string, more: string): string {
  const trimmed = query.trim();
  if (!trimmed) {
    return more;
  }
  if (!isWhole(trimmed)) {
    return trimmed;
  }
  return isPlain(trimmed) ? `${trimmed} ${more}` : `(${trimmed}) ${more}`;
}

function without(query: string, drop: (term: Term) => boolean): string {
  if (!isPlain(query)) {
    return query;
  }
  const kept = terms(query);
  return kept
    .filter((one, index) => !drop(one) && !(one.text === 'NOT' && kept[index + 1] && drop(kept[index + 1] as Term)))
    .map((one) => one.text)
    .join(' ');
}

/** The query without anything said about a field. */
export function withoutField(query: string, field: string): string {
  return without(query, (one) => one.kind === 'field' && one.field?.toLowerCase() === field.toLowerCase());
}

/** The query without one of its terms. */
export function withoutTerm(query: string, index: number): string {
  const all = terms(query);
  const dropped = new Set([index]);
  // An OR or AND that has lost one side goes with it.
  if (/^(OR|AND)$/.test(all[index - 1]?.text ?? '')) {
    dropped.add(index - 1);
  } else if (/^(OR|AND)$/.test(all[index + 1]?.text ?? '')) {
    dropped.add(index + 1);
  }
  if (all[index - 1]?.text === 'NOT') {
    dropped.add(index - 1);
  }
  return all
    .filter((_, at) => !dropped.has(at))
    .map((one) => one.text)
    .join(' ');
}

/** Only events with this value of the field: whatever was said about the field before is replaced. */
export function showOnly(query: string, field: string, value: string): string {
  return and(withoutField(query, field), fieldTerm(field, value));
}

/** No events with this value; a term that asks for just it is taken away. */
export function exclude(query: string, field: string, value: string): string {
  const rest = without(query, (one) => isAbout(one, field, value));
  return and(rest, fieldTerm(field, value, true));
}

/** Undoes what was said about this value. */
export function forget(query: string, field: string, value: string): string {
  return without(query, (one) => isAbout(one, field, value));
}

function isAbout(one: Term, field: string, value: string): boolean {
  return (
    one.kind === 'field' &&
    one.field?.toLowerCase() === field.toLowerCase() &&
    one.value?.toLowerCase() === value.toLowerCase()
  );
}

/** What the query says about the values of a field: asked for or excluded. */
export function said(query: string, field: string): { only: string[]; excluded: string[] } {
  const only: string[] = [];
  const excluded: string[] = [];
  if (isPlain(query)) {
    for (const one of terms(query)) {
      if (one.kind === 'field' && one.field?.toLowerCase() === field.toLowerCase() && one.value) {
        (one.negated ? excluded : only).push(one.value);
      }
    }
  }
  return { only, excluded };
}
