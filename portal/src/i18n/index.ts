import { en } from './en';
import { preference, usePreference } from '../prefs';

export type Catalog = typeof en;
export type MessageKey = keyof Catalog;
export type Language = 'en' | 'de';
type Values = Record<string, string | number>;

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
  return template.replace(/\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g, (whole, name: string, one?: string, other?: string) => {
    const value = values[name];
    if (value === undefined) {
      return whole;
    }
    const written = typeof value === 'number' ? new Intl.NumberFormat(locale()).format(value) : value;
    if (one === undefined || other === undefined) {
      return written;
    }
    return (Number(value) === 1 ? one : other).replaceAll('#', written);
  });
}

/** The message cut at its `{names}`, for those who put elements there. */
export function pieces(key: MessageKey): (string | { name: string })[] {
  return catalog[key]
    .split(/(\{\w+\})/)
    .filter((piece) => piece !== '')
    .map((piece) => (/^\{\w+\}$/.test(piece) ? { name: piece.slice(1, -1) } : piece));
}

export function hasMessage(key: string): key is MessageKey {
  return key in catalog;
}
