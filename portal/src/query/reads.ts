import { and, terms } from './terms';

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

/** The query with what Indelible writes itself, which searches leave out where nobody asks for it. */
export function withOwn(query: string): string {
  const all = 'service:indelible OR -service:indelible';
  return query ? `(${query}) (${all})` : all;
}
