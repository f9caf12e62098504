import { en } from './en';
import { cut, fill, type Values } from './fill';
import { preference, usePreference } from '../prefs';

export type Catalog = typeof en;
export type MessageKey = keyof Catalog;
export type Language = 'en' | 'de';

let catalog: Record<MessageKey, string> = en;

/** Before anything is drawn. */
export async function loadLanguage(): Promise<void> {
  const language = chosen();
  document.documentElement.lang = language;
  catalog = language === 'de' ? (await import('./de')).de : en;
}

function chosen(): Language {
  const said = preference('language', '');
  return said === 'de' || said === 'en' ? said : /^de\b/.test(navigator.language) ? 'de' : 'en';
}

/** For numbers and dates. */
export function locale(): string {
  return chosen() === 'de' ? 'de-DE' : 'en-GB';
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

/** The message cut at its `{names}`, for those who put elements there. */
export function pieces(key: MessageKey): (string | { name: string })[] {
  return cut(catalog[key]);
}

export function hasMessage(key: string): key is MessageKey {
  return key in catalog;
}
