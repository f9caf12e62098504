import { useLayoutEffect, useRef } from 'react';
import type { Problem } from '../api/client';
import { sentenceOf, t } from '../i18n';
import { terms, type Term } from '../query/terms';
import { marked } from '../ui/hostile';
import { faultOf } from './completion';

export type Fault = ReturnType<typeof faultOf>;

/** The term in which a query is wrong; the last one where it ends too early. */
export function faultyTerm(tokens: Term[], fault: Fault): number {
  const at = tokens.findIndex((one) => fault.column - 1 < one.end);
  return fault.column === 0 ? -1 : at < 0 ? tokens.length - 1 : at;
}

/** The term as it was typed, the place marked where it is wrong. */
export function Faulty({ token, fault }: { token: Term; fault: Fault }) {
  const named = fault.wrong === null ? -1 : token.text.indexOf(fault.wrong);
  const from = named >= 0 ? named : Math.min(token.text.length - 1, Math.max(0, fault.column - 1 - token.start));
  const to = named >= 0 ? from + (fault.wrong?.length ?? 0) : from + 1;
  return (
    <b className="plain">
      <bdi>
        {marked(token.text.slice(0, from))}
        <mark className="fault">{marked(token.text.slice(from, to))}</mark>
        {marked(token.text.slice(to))}
      </bdi>
    </b>
  );
}

/** What is wrong with the query, in one sentence under the place, and what may have been meant. */
export function FaultLine({ q, problem, submit }: { q: string; problem: Problem; submit: (q: string) => void }) {
  const fault = faultOf(problem.message);
  const line = useRef<HTMLDivElement>(null);
  const tokens = terms(q);
  const wrong = tokens[faultyTerm(tokens, fault)];
  useLayoutEffect(() => {
    const mark = line.current?.parentElement?.querySelector('.box .fault');
    const left = mark && line.current ? mark.getBoundingClientRect().left - line.current.getBoundingClientRect().left : 0;
    line.current?.style.setProperty('--fault', `${Math.max(0, Math.round(left))}px`);
  });
  const { meant } = fault;
  const mended = (text: string) => (wrong ? q.slice(0, wrong.start) + text + q.slice(wrong.end) : q);
  return (
    <div className="wrong-query" id="search-fault" role="alert" ref={line}>
      <span>
        {fault.column > 0 && <b>{t('search.column', { column: fault.column })}</b>} {marked(sentenceOf(fault.text))}
      </span>
      {wrong && fault.wrong !== null && meant !== null && (
        <button type="button" className="b small" onClick={() => submit(mended(wrong.text.replace(fault.wrong ?? '', () => meant)))}>
          {t('search.meant', { field: meant })}
        </button>
      )}
      {wrong && fault.wrong !== null && meant === null && (
        <button type="button" className="b small" onClick={() => submit(mended(words(wrong)))}>
          {t('search.asWords', { words: marked(words(wrong)) })}
        </button>
      )}
    </div>
  );
}

/** The text of a term, to be found as words. */
function words(term: Term): string {
  const text = term.negated ? term.text.slice(1) : term.text;
  return `${term.negated ? '-' : ''}"${text.replace(/["\\]/g, '\\$&')}"`;
}
