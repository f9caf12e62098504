import type { Organization } from '../api/client';

/** The organization that opens where the address names none: the first that is wished for and here, else the one with most events. */
export function firstOpened(organizations: Readable[], wishes: (string | undefined)[]): string | undefined {
  const wish = wishes.find((one) => organizations.some(({ id }) => id === one));
  return wish ?? organizations.reduce<Readable | undefined>((best, one) => (best && (one.id === INSTANCE || best.events >= one.events) ? best : one), undefined)?.id;
}

export interface Readable extends Organization {
  events: number;
}

/** The log of the instance itself, which comes last. */
export const INSTANCE = 'indelible';
