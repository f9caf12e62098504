import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import type { Problem } from '../api/client';
import { IconHistory, IconSearch, IconX } from '../icons';
import { t } from '../i18n';
import { fieldTerm, terms, withoutTerm, type Term } from '../query/terms';
import { isUnasked } from '../query/unasked';
import { useScope } from '../shell/scope';
import { useUnasked } from '../shell/unasked';
import { number } from '../time';
import { marked } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { useKeys } from '../ui/keys';
import {
  clearHistory, COUNTED, faultOf, fieldOffers, history, keepInHistory, recognised, typed, valueOffers, type Offer,
} from './completion';
import { useCompletion } from './complete';
import type { Question } from './data';
import { mayName, readIn, type Read } from './meant';
import { readable } from './naming';
import { Faulty, FaultLine, faultyTerm } from './search-fault';

const VALUE_DELAY_MILLIS = 80;

/** One line: finished terms are tokens, what is being typed is text, and below is what could come next. */
export function SearchBox({ q, question, fault, submit }: {
  q: string;
  question: Question;
  fault: Problem | null;
  submit: (q: string) => void;
}) {
  const scope = useScope();
  const unasked = useUnasked();
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const [opened, setOpened] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const [syntax, setSyntax] = useState(false);
  const [areAllChosen, setAllChosen] = useState(false);
  const [readAs, setReadAs] = useState<Read['as']>([]);
  const input = useRef<HTMLInputElement>(null);
  const tokens = terms(q);
  useKeys({ '/': () => input.current?.focus() });
  useEffect(() => setText(''), [q]);

  const now = typed(text);
  const sought = useDelayed(text, VALUE_DELAY_MILLIS);
  const about = typed(sought);
  const isCounted = opened && about.field !== null && COUNTED.has(about.field) && !isUnasked(unasked, about.field);
  const values = useCompletion(question, about, isCounted);
  const past = opened ? history().filter((one) => one !== q && one.toLowerCase().includes(text.toLowerCase())).slice(0, text ? 3 : 6) : [];
  const seen = recognised(text.trim());
  const pasted: Offer[] =
    seen === 'client' && !isUnasked(unasked, 'ip') ? [{ kind: 'paste', insert: fieldTerm('ip', text.trim()), label: t('search.client', { ip: text.trim() }) }] : [];
  const groups = [
    { name: t('search.recognised'), offers: pasted },
    { name: t('search.values', { field: now.field ?? '' }), offers: now.field === about.field ? valueOffers(now, values.data ?? []) : [] },
    { name: t('search.fields'), offers: text === '' && tokens.length > 0 ? [] : fieldOffers(now).filter((one) => !isUnasked(unasked, one.label)).slice(0, 8) },
    { name: t('search.history'), offers: past.map((one): Offer => ({ kind: 'history', insert: one, label: one })) },
  ].filter((group) => group.offers.length > 0);
  const offers = groups.flatMap((group) => group.offers);

  const finish = (next: string) => {
    setText('');
    setOpened(false);
    setChosen(-1);
    const joined = [q, next.trim()].filter(Boolean).join(' ');
    keepInHistory(joined);
    submit(joined);
  };
  // Who types a part of a name means the one person who has it.
  const ask = async () => {
    setReadAs([]);
    if (!mayName(text) || isUnasked(unasked, 'actor')) {
      finish(text);
      return;
    }
    const { q: meant, as } = await readIn(question, text, !unasked.words);
    setReadAs(as);
    finish(meant);
  };
  const take = (offer: Offer) => {
    setChosen(-1);
    if (offer.kind === 'history') {
      keepInHistory(offer.insert);
      setOpened(false);
      submit(offer.insert);
    } else if (offer.kind === 'field') {
      setText(offer.insert);
      input.current?.focus();
    } else {
      finish(offer.insert);
    }
  };
  const keyed = (event: KeyboardEvent) => {
    const isSelecting = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a' && tokens.length > 0;
    if (isSelecting || !/^(Control|Meta|Shift|Backspace|Delete)$/.test(event.key)) {
      // Of text that stands there too, the browser chooses that.
      setAllChosen(isSelecting);
    }
    if (areAllChosen && (event.key === 'Backspace' || event.key === 'Delete')) {
      event.preventDefault();
      setAllChosen(false);
      setText('');
      submit('');
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpened(true);
      const count = offers.length + 1;
      setChosen(((chosen + 1 + (event.key === 'ArrowDown' ? 1 : count - 1)) % count) - 1);
    } else if (event.key === 'Tab' && !event.shiftKey && opened && offers.length > 0 && text !== '') {
      event.preventDefault();
      const offer = offers[Math.max(0, chosen)];
      if (offer) {
        take(offer);
      }
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const offer = offers[chosen];
      if (event.altKey && text.trim() && q) {
        finish(`OR ${text.trim()}`);
      } else if (offer) {
        take(offer);
      } else if (seen === 'event') {
        navigate(`/o/${encodeURIComponent(scope.organization)}/events/${text.trim().toLowerCase()}`);
      } else {
        void ask();
      }
    } else if (event.key === 'Escape') {
      if (opened || syntax) {
        event.preventDefault();
        event.stopPropagation();
        setOpened(false);
        setSyntax(false);
      } else {
        input.current?.blur();
      }
    } else if (event.key === 'Backspace' && text === '' && tokens.length > 0) {
      event.preventDefault();
      edit(tokens.length - 1);
    } else if (event.key === '?' && text === '') {
      event.preventDefault();
      setSyntax(!syntax);
    }
  };
  const edit = (index: number) => {
    const token = tokens[index];
    if (token) {
      submit(withoutTerm(q, index));
      // After the address has changed, which empties the box.
      requestAnimationFrame(() => requestAnimationFrame(() => {
        setText(token.text);
        input.current?.focus();
      }));
    }
  };
  const paste = (event: ClipboardEvent) => {
    const pastedText = event.clipboardData.getData('text').replace(/\s+/g, ' ').trim();
    if (text === '' && terms(pastedText).length > 1) {
      event.preventDefault();
      finish(pastedText);
    }
  };
  const wrong = fault ? faultOf(fault.message) : null;
  const faulty = wrong ? faultyTerm(tokens, wrong) : -1;
  return (
    <>
    <div
      className="box"
      role="search"
      onClick={() => input.current?.focus()}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) {
          setOpened(false);
          setSyntax(false);
          setAllChosen(false);
        }
      }}
    >
      <Icon of={IconSearch} className="mute" />
      <span className="tokens" data-chosen={areAllChosen || undefined}>
        {tokens.map((token, index) => (
          <span
            key={`${token.start}${token.text}`}
            className={'tok' + (token.negated ? ' not' : '') + (index === faulty ? ' wrong' : '')}
          >
            <button type="button" className="tok-text" title={readable(token) === token.text ? t('search.edit') : `${token.text}\n${t('search.edit')}`} onClick={() => edit(index)}>
              {wrong && index === faulty ? (
                <Faulty token={token} fault={wrong} />
              ) : token.kind === 'field' ? (
                <>
                  <b>
                    {token.negated ? '−' : ''}
                    {token.field}
                    {/[<>=]$/.test(token.field ?? '') ? '' : ':'}
                  </b>
                  <bdi>{marked(valueOf(token))}</bdi>
                </>
              ) : (
                <b className="plain">
                  <bdi>{marked(token.text)}</bdi>
                </b>
              )}
            </button>
            <button
              type="button"
              aria-label={t('search.remove', { term: marked(readable(token)) })}
              onClick={(event) => {
                event.stopPropagation();
                submit(withoutTerm(q, index));
              }}
            >
              <Icon of={IconX} />
            </button>
          </span>
        ))}
        <input
          ref={input}
          className="typing"
          role="combobox"
          aria-label={t('search.label')}
          aria-expanded={opened && offers.length > 0}
          aria-controls="completions"
          aria-autocomplete="list"
          aria-activedescendant={chosen >= 0 ? `offer-${chosen}` : undefined}
          aria-invalid={fault !== null}
          aria-describedby={fault ? 'search-fault' : undefined}
          placeholder={tokens.length === 0 ? t('search.hint') : t('search.hintMore')}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="none"
          value={text}
          onFocus={() => setOpened(true)}
          onChange={(event) => {
            setText(event.target.value);
            setOpened(true);
            setSyntax(false);
            setChosen(-1);
          }}
          onKeyDown={keyed}
          onPaste={paste}
        />
      </span>
      {tokens.length > 0 && (
        <button type="button" className="b plain small icon" aria-label={t('search.clear')} title={t('search.clear')} onClick={() => submit('')}>
          <Icon of={IconX} small />
        </button>
      )}
      <kbd>/</kbd>
      {syntax ? (
        <Syntax />
      ) : (
        opened &&
        offers.length > 0 && (
          <div className="pop complete">
            <div role="listbox" id="completions" aria-label={t('search.completions')}>
              {groups.map((group) => (
                <div key={group.name} role="group" aria-label={group.name}>
                  <div className="hd" aria-hidden="true">
                    {group.name}
                    {group.offers[0]?.kind === 'history' && (
                      <button type="button" className="link" tabIndex={-1} onMouseDown={(event) => event.preventDefault()} onClick={() => { clearHistory(); setOpened(false); }}>
                        {t('search.history.clear')}
                      </button>
                    )}
                  </div>
                  {group.offers.map((offer) => {
                    const index = offers.indexOf(offer);
                    return (
                      <div
                        key={offer.kind + offer.insert}
                        id={`offer-${index}`}
                        className="offer"
                        role="option"
                        aria-selected={index === chosen}
                        onMouseDown={(event) => event.preventDefault()}
                        onClick={(event) => {
                          event.stopPropagation();
                          take(offer);
                        }}
                      >
                        {offer.kind === 'history' && <Icon of={IconHistory} />}
                        <span className={'cut' + (offer.kind === 'value' ? '' : ' mono')}>
                          <bdi>{marked(offer.label)}</bdi>
                        </span>
                        {offer.help && <span className="mute cut">{offer.help}</span>}
                        {offer.count !== undefined && <span className="n">{number(offer.count)}</span>}
                      </div>
                    );
                  })}
                </div>
              ))}
            </div>
            <div className="ft" aria-hidden="true">
              <span>
                <kbd>Tab</kbd> {t('search.key.take')}
              </span>
              <span>
                <kbd>−</kbd> {t('search.key.not')}
              </span>
              <span>
                <kbd>Enter</kbd> {t('search.key.go')}
              </span>
              <span className="not-narrow">
                <kbd>?</kbd> {t('search.key.help')}
              </span>
            </div>
          </div>
        )
      )}
    </div>
    <p className="sr" role="status">
      {readAs.map((one) => t('search.readAs', { typed: marked(one.typed), name: marked(one.name) })).join(' ')}
    </p>
    {fault && <FaultLine q={q} problem={fault} submit={submit} />}
    </>
  );
}

/** What stands behind the field: of an actor the name, where it is known. */
function valueOf(token: Term): string {
  const text = readable(token);
  return text.slice(text.indexOf(':') + 1 || (token.field?.length ?? 0));
}

const EXAMPLES = [
  ['outcome:denied', 'syntax.field'],
  ['-operation:read', 'syntax.not'],
  ['action:iam.*', 'syntax.prefix'],
  ['ip:203.0.113.0/24', 'syntax.range'],
  ['"quarter-end"', 'syntax.phrase'],
  ['outcome:(denied failure)', 'syntax.any'],
  ['actor:a OR actor:b', 'syntax.or'],
  ['severity>=warning', 'syntax.compare'],
] as const;

function Syntax() {
  return (
    <div className="pop complete syntax">
      <div className="hd">{t('syntax.title')}</div>
      <dl>
        {EXAMPLES.map(([example, meaning]) => (
          <div key={example}>
            <dt className="mono">{example}</dt>
            <dd>{t(meaning)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function useDelayed(value: string, millis: number): string {
  const [delayed, setDelayed] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDelayed(value), millis);
    return () => clearTimeout(timer);
  }, [value, millis]);
  return delayed;
}
