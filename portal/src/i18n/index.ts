import { en } from './en';
import { cut, fill, type Values } from './fill';
import { preference, usePreference } from '../prefs';
import { translated } from './translated';

export type Catalog = typeof en;
export type MessageKey = keyof Catalog;
export type Language = 'en' | 'de';

/** Chosen once: a change loads the page anew. */
let spoken: Language = 'en';

let catalog: Record<MessageKey, string> = en;

/** What the server says in English, where the page speaks another language. */
let server: { problems: Record<string, string>; sentences: [RegExp, string][] } = { problems: {}, sentences: [] };

/** Before anything is drawn. */
export async function loadLanguage(): Promise<void> {
  const language = chosen();
  spoken = language;
  document.documentElement.lang = language;
  if (language === 'de') {
    const german = await import('./de');
    catalog = german.de;
    server = german;
  }
}

function chosen(): Language {
  const said = preference('language', '');
  return said === 'de' || said === 'en' ? said : /^de\b/.test(navigator.language) ? 'de' : 'en';
}

/** For numbers and dates. */
export function locale(): string {
  return spoken === 'de' ? 'de-DE' : 'en-GB';
}

export function useLanguage(): [Language, (language: Language) => void] {
  const [, choose] = usePreference('language', '');
  return [
    chosen(),
    (language) => {
      choose(language);
      location.reload();
    },
  ];
}

/**
 * A message of the catalog. `{name}` is replaced; `{count|one event|# events}` chooses by number, `#` is the number as
 * it is written.
 */
export function t(key: MessageKey, values: Values = {}): string {
  return filled(catalog[key], values);
}

export function filled(template: string, values: Values): string {
  return fill(template, values, locale());
}

/** Of these the server's own sentence says what is meant, and the code only that something is. */
const PARTICULAR = new Set(['not-found', 'declared']);

/** What a problem of the server says: by its code, with the server's words where they tell more. */
export function problemText(problem: { code: string; message: string }): string {
  const known = server.problems[problem.code];
  const particular = PARTICULAR.has(problem.code) ? translated(problem.message, server.sentences) : null;
  if (known !== undefined && particular !== null) {
    return begun(particular);
  }
  return known === undefined ? problem.message : filled(known, { detail: sentenceOf(problem.message) });
}

/** A sentence of the server in the language of the page, or as it is. */
export function sentenceOf(sentence: string): string {
  return translated(sentence, server.sentences) ?? sentence;
}

/** As a sentence begins. */
export function begun(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** The message cut at its `{names}`, for those who put elements there. */
export function pieces(key: MessageKey): (string | { name: string })[] {
  return cut(catalog[key]);
}

export function hasMessage(key: string): key is MessageKey {
  return key in catalog;
}
