import { and, isWhole, terms } from './terms';

/* What Indelible writes down of its readers, and how a query leaves it out. */

/** Who looked at what. */
export const READS = 'service:indelible category:data-access';
const WITHOUT_READS = `-(${READS})`;

export function leavesOutReads(query: string): boolean {
  return terms(query).some((one) => one.text === WITHOUT_READS);
}

/** The query without the records of reads. */
export function withoutReads(query: string): string {
  return leavesOutReads(query) ? query : and(query, WITHOUT_READS);
}

/** The query as it was before [[withoutReads]]. */
export function withReads(query: string): string {
  return terms(query)
    .map((one) => one.text)
    .filter((text) => text !== WITHOUT_READS)
    .join(' ');
}

const ALL = 'service:indelible OR -service:indelible';

/** By so many columns what was typed stands further on in [[withOwn]]. */
export const OWN_COLUMNS = 1;

/**
 * The query with what Indelible writes itself, which searches leave out where nobody asks for it. One that is none stays so,
 * as far on.
 */
export function withOwn(query: string): string {
  if (!query) {
    return ALL;
  }
  return isWhole(query) ? `(${query}) (${ALL})` : ` ${query}`;
}

/** The same of one whose terms people go on to change: they stay terms. */
export function alsoOwn(query: string): string {
  return and(query, `(${ALL})`);
}

/** Whether the query says anything about services, in a group too; what stands in quotes says nothing. */
export function namesService(query: string): boolean {
  return /(?:^|[\s(-])service:/i.test(query.replace(/"(?:\\.|[^"\\])*"?/gs, '""'));
}

/** The same query about what Indelible writes itself. */
export function ofOwn(query: string): string {
  return and(query, 'service:indelible');
}
