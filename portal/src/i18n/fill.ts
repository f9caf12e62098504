/* Messages with places in them; without any catalog, so that the embedded viewer can have it. */

export type Values = Record<string, string | number>;

/** `{name}` is replaced; `{count|one event|# events}` chooses by number, `#` is the number as the locale writes it. */
export function fill(template: string, values: Values, locale: string): string {
  return template.replace(/\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g, (whole, name: string, one?: string, other?: string) => {
    const value = values[name];
    if (value === undefined) {
      return whole;
    }
    const written = typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : value;
    if (one === undefined || other === undefined) {
      return written;
    }
    return (Number(value) === 1 ? one : other).replaceAll('#', written);
  });
}

/** A message cut at its `{names}`, for those who put elements there. */
export function cut(template: string): (string | { name: string })[] {
  return template
    .split(/(\{\w+\})/)
    .filter((piece) => piece !== '')
    .map((piece) => (/^\{\w+\}$/.test(piece) ? { name: piece.slice(1, -1) } : piece));
}
