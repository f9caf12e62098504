import { describe, expect, test } from 'vitest';
import { and, exclude, fieldTerm, forget, quoted, said, showOnly, terms, withoutField, withoutTerm } from '../src/query/terms';
import { leavesOutReads, namesService, ofOwn, withoutReads, withReads } from '../src/query/reads';

describe('terms of a query', () => {
  test('are cut at blanks outside of quotes and parentheses', () => {
    expect(terms('project:shop -operation:read "quarter end" outcome:(denied failure)').map((one) => one.text)).toEqual([
      'project:shop', '-operation:read', '"quarter end"', 'outcome:(denied failure)',
    ]);
  });

  test('know field, value and whether they exclude', () => {
    expect(terms('-target:"order 4711"')[0]).toMatchObject({ kind: 'field', negated: true, field: 'target', value: 'order 4711' });
    expect(terms('severity>=warning')[0]).toMatchObject({ kind: 'field', field: 'severity>=', value: 'warning' });
  });

  test('a quote that is never closed reaches to the end', () => {
    expect(terms('a "b c').map((one) => one.text)).toEqual(['a', '"b c']);
  });

  test.each([
    ['jane@example.com', 'jane@example.com'],
    ['order 4711', '"order 4711"'],
    ['say "no" \\', '"say \\"no\\" \\\\"'],
    ['a*', '"a*"'],
    ['(x)', '"(x)"'],
    ['Jürgen', 'Jürgen'],
  ])('%s is written %s and read back', (value, written) => {
    expect(quoted(value)).toBe(written);
    expect(terms(`actor:${written}`)[0]?.value).toBe(value);
  });
});

describe('filters by click', () => {
  test('show only replaces what was said about the field', () => {
    expect(showOnly('actor:a -actor:b outcome:denied', 'actor', 'c d')).toBe('outcome:denied actor:"c d"');
  });

  test('exclude takes the asking term away', () => {
    expect(exclude('outcome:denied project:shop', 'outcome', 'denied')).toBe('project:shop -outcome:denied');
    expect(said('project:shop -outcome:denied', 'outcome')).toEqual({ only: [], excluded: ['denied'] });
    expect(forget('project:shop -outcome:denied', 'outcome', 'DENIED')).toBe('project:shop');
  });

  test('an OR is kept together by parentheses', () => {
    expect(and('a OR b', 'c:d')).toBe('(a OR b) c:d');
    expect(showOnly('actor:a OR actor:b', 'actor', 'c')).toBe('(actor:a OR actor:b) actor:c');
  });

  test('what has a stray bracket is not made valid by what is put around it', () => {
    for (const stray of ['a) OR (b', ')', 'a "(" ) OR (b', 'a\\( ) OR (b', '(a)) OR ((b)']) {
      expect(and(stray, 'c:d')).toBe(stray);
      expect(withoutReads(stray)).toBe(stray);
    }
    for (const whole of ['(a OR b) OR c', 'a ")" OR b', 'a\\) OR b', '"\\")" OR (b)']) {
      expect(and(whole, 'c:d')).toBe(`(${whole}) c:d`);
    }
  });

  test('NOT goes with its term, OR with a side', () => {
    expect(withoutField('NOT channel:ui x', 'channel')).toBe('x');
    expect(withoutTerm('a OR b', 2)).toBe('a');
    expect(withoutTerm('a OR b', 0)).toBe('b');
    expect(withoutTerm('NOT a b', 1)).toBe('b');
  });

  test('a value cannot break out of its term', () => {
    const hostile = 'x" OR organization:"other';
    const [only, ...others] = terms(showOnly('', 'actor', hostile));
    expect(others).toEqual([]);
    expect(only?.value).toBe(hostile);
    expect(fieldTerm('actor', 'x) OR (y')).toBe('actor:"x) OR (y"');
  });
});

test('the records of reads are left out by one term, which can be taken back', () => {
  const without = withoutReads('action:iam.*');

  expect(without).toBe('action:iam.* -(service:indelible category:data-access)');
  expect(leavesOutReads(without)).toBe(true);
  expect(withoutReads(without)).toBe(without);
  expect(withReads(without)).toBe('action:iam.*');
  expect(withReads(withoutReads(''))).toBe('');
  expect(withoutReads('outcome:denied OR action:a')).toBe('(outcome:denied OR action:a) -(service:indelible category:data-access)');
});

test('Indelible’s own events are looked among where a query names no service', () => {
  expect(['action:key.*', '', '"service:shop"', 'target:"a \\" service:b"', 'microservice:x'].filter(namesService)).toEqual([]);
  const naming = ['service:shop', 'action:a -service:shop', '(action:a OR Service:shop)', '"a" service:b'];
  expect(naming.filter(namesService)).toEqual(naming);
  expect(ofOwn('action:key.* OR action:grant.*')).toBe('(action:key.* OR action:grant.*) service:indelible');
  expect(ofOwn('')).toBe('service:indelible');
});
