/** A number whose digits a double would not keep: `19.90`, or one with more than 17 of them. */
export class Digits {
  constructor(readonly source: string) {}

  toString(): string {
    return this.source;
  }

  toJSON(): unknown {
    const raw = (JSON as { rawJSON?: (text: string) => unknown }).rawJSON;
    return raw ? raw(this.source) : Number(this.source);
  }
}

/** JSON with the digits of its numbers kept, where the browser tells them. */
export function parsed(text: string): unknown {
  const reviver = (_: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && context?.source !== undefined && String(value) !== context.source ? new Digits(context.source) : value;
  return JSON.parse(text, reviver as (key: string, value: unknown) => unknown);
}
