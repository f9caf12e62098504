import { hasMessage, t } from '../i18n';
import { outcomeWord } from './icons';

/** A value of a field for people: a word of their language where the values are fixed, else as it is. */
export function word(field: string, value: string): string {
  const key = `word.${field}.${value}`;
  return field === 'outcome' ? outcomeWord(value) : hasMessage(key) ? t(key) : value;
}
