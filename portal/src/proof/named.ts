const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
/** Also as people read it: in groups of three, whatever stands between them. */
const SEQUENCE = /^#?(\d{1,18}|\d{1,3}(?:[.,’'\s]\d{3}){1,5})$/;

/** The event that somebody names: by its id, by a link that has it, or by its sequence in the log; null where it is none of these. */
export function eventNamed(text: string): string | null {
  const id = UUID.exec(text)?.[0];
  if (id !== undefined) {
    return id.toLowerCase();
  }
  const digits = SEQUENCE.exec(text.trim())?.[1]?.replace(/\D/g, '');
  return digits === undefined ? null : digits.replace(/^0+(?=\d)/, '');
}
