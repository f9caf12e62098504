/* Messages with places in them; without any catalog, so that the embedded viewer can have it. */

export type Values = Record<string, string | number>;

/** `{name}` is replaced; `{count|one event|# events}` chooses by the plural rules of English and German, which are one (CLDR: one, if it is 1 without decimals); `#` is the number as it writes it. */
export function fill(template: string, values: Values, locale: string): string {
  return template.replace(/\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g, (whole, name: string, one?: string, other?: string) => {
    const value = values[name];
    if (value === undefined) {
      return whole;
    }
    const written = typeof value === 'number' ? said(value, locale) : value;
    if (one === undefined || other === undefined) {
      return written;
    }
    return (value === 1 || value === '1' ? one : other).replaceAll('#', written);
  });
}

const numbers = new Map<string, Intl.NumberFormat>();

/** A number as the locale writes it. Making a format takes longer than the first rows have, and small ones are the same everywhere. */
export function said(value: number, locale: string): string {
  if (Number.isInteger(value) && value >= 0 && value < 1000) {
    return String(value);
  }
  const known = numbers.get(locale) ?? new Intl.NumberFormat(locale);
  numbers.set(locale, known);
  return known.format(value);
}

/** A message cut at its `{names}`, for those who put elements there. */
export function cut(template: string): (string | { name: string })[] {
  return template
    .split(/(\{\w+\})/)
    .filter((piece) => piece !== '')
    .map((piece) => (/^\{\w+\}$/.test(piece) ? { name: piece.slice(1, -1) } : piece));
}
