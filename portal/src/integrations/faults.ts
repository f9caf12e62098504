import type { Problem } from '../api/client';
import { problemText, sentenceOf, t } from '../i18n';
import type { Kind } from './data';
import { FIELDS, pairsOf } from './fields';

/** What is wrong with a form: by member as the API names it (`webhook.endpoint`), in the words of the page. */
export type Faults = Record<string, string>;

/** What only this page can know: lines that were typed and are no pair. */
export function typedFaults(kind: Kind, typed: Record<string, string | boolean>): Faults {
  const faults: Faults = {};
  for (const field of FIELDS[kind]) {
    const value = typed[field.name];
    const wrong = field.kind === 'pairs' && typeof value === 'string' ? pairsOf(value).wrong : [];
    if (wrong.length > 0) {
      faults[`${kind}.${field.name}`] = wrong.map((one) => t(one.is === 'twice' ? 'form.pairs.twice' : 'form.pairs.colon', { line: one.line, text: one.text })).join(' ');
    }
  }
  return faults;
}

/** All that the server refuses; null where it refuses something else than the form. */
export function refusedFaults(kind: Kind, problem: Problem): Faults | null {
  if (problem.code === 'name-taken') {
    return { name: problemText(problem) };
  }
  if (problem.code !== 'settings-invalid' || problem.faults.length === 0) {
    return null;
  }
  const faults: Faults = {};
  for (const { member, detail } of problem.faults) {
    const sentence = named(kind, member.slice(member.indexOf('.') + 1), sentenceOf(detail));
    faults[member] = faults[member] === undefined ? sentence : `${faults[member]} ${sentence}`;
  }
  return faults;
}

/** The sentence with the names that stand in the form, where the server says those of its members. */
export function named(kind: Kind, member: string, sentence: string): string {
  const label = (name: string) => {
    const field = FIELDS[kind].find((one) => one.name === name);
    return field ? t(field.label) : null;
  };
  const own = label(member);
  const begun = own !== null && sentence.startsWith(`${member} `) ? own + sentence.slice(member.length) : sentence;
  // Words of everyday language, such as host, are left; signingSecret is none.
  const spoken = begun.replace(/\b[a-z]+[A-Z]\w*\b/g, (name) => (label(name) === null ? name : `“${label(name) ?? ''}”`));
  return spoken.charAt(0).toUpperCase() + spoken.slice(1) + (/[.?…]$/.test(spoken) ? '' : '.');
}
