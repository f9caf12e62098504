/* Messages with places in them; without any catalog, so that the embedded viewer can have it. */

export type Values = Record<string, string | number>;

/** `{name}` is replaced; `{count|one event|# events}` chooses by the plural rules of the locale, `#` is the number as it writes it. */
export function fill(template: string, values: Values, locale: string): string {
  return template.replace(/\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g, (whole, name: string, one?: string, other?: string) => {
    const value = values[name];
    if (value === undefined) {
      return whole;
    }
    const written = typeof value === 'number' ? speech(locale).numbers.format(value) : value;
    if (one === undefined || other === undefined) {
      return written;
    }
    return (speech(locale).plurals.select(Number(value)) === 'one' ? one : other).replaceAll('#', written);
  });
}

const spoken = new Map<string, { numbers: Intl.NumberFormat; plurals: Intl.PluralRules }>();

/** How a locale says numbers; making these takes longer than using them. */
function speech(locale: string) {
  const known = spoken.get(locale);
  if (known) {
    return known;
  }
  const made = { numbers: new Intl.NumberFormat(locale), plurals: new Intl.PluralRules(locale) };
  spoken.set(locale, made);
  return made;
}

/** A message cut at its `{names}`, for those who put elements there. */
export function cut(template: string): (string | { name: string })[] {
  return template
    .split(/(\{\w+\})/)
    .filter((piece) => piece !== '')
    .map((piece) => (/^\{\w+\}$/.test(piece) ? { name: piece.slice(1, -1) } : piece));
}
