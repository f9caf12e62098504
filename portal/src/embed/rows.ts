import type { AuditEvent } from '../api/client';
import { actorName, onBehalfOf, targetName } from '../events/naming';
import { actorText, said, type SayKey } from '../events/said';
import { cut } from '../i18n/fill';
import { marked } from '../ui/marked';
import type { EmbedKey, Speech } from './messages';

/* Events as elements. What an event says is only ever a text node, in its own direction, with hidden characters marked. */

type Attributes = Record<string, string | boolean>;

export function element<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false) {
      made.setAttribute(key, value === true ? '' : value);
    }
  }
  made.append(...children);
  return made;
}

export function hostile(text: string): HTMLElement {
  return element('bdi', {}, marked(text));
}

export const COLUMNS = ['time', 'actor', 'what', 'action', 'outcome', 'client'] as const;
export type Column = (typeof COLUMNS)[number];

const SIGNS: Record<string, string> = { success: '✓', failure: '✕', denied: '⊘', unknown: '?' };

export function sentenceOf(event: AuditEvent, speech: Speech, without?: 'actor'): DocumentFragment {
  const { key, values } = said(event, speech.t as (key: SayKey) => string);
  const made = document.createDocumentFragment();
  for (const piece of cut(speech.template(key as EmbedKey))) {
    if (typeof piece === 'string') {
      made.append(piece);
    } else if (piece.name !== without && piece.name in values) {
      const value = hostile(values[piece.name] ?? '');
      made.append(piece.name === 'type' || piece.name === 'member' ? value : element('b', {}, value));
    }
  }
  return made;
}

export function cell(event: AuditEvent, column: Exclude<Column, 'time'>, speech: Speech): HTMLElement {
  const made = element('td', { class: column });
  switch (column) {
    case 'actor':
      made.append(hostile(actorText(event, speech.t)));
      break;
    case 'what':
      made.append(sentenceOf(event, speech, 'actor'));
      break;
    case 'action':
      made.append(element('span', { class: 'mono' }, hostile(event.action ?? '')));
      break;
    case 'outcome': {
      const outcome = event.outcome && event.outcome in SIGNS ? event.outcome : 'unknown';
      made.append(element('span', { class: `o ${outcome}` }, element('i', { 'aria-hidden': 'true' }, SIGNS[outcome] ?? ''), speech.t(`outcome.${outcome as 'unknown'}`)));
      break;
    }
    case 'client':
      made.append(element('span', { class: 'mono' }, hostile(event.client?.ip ?? '')));
      break;
  }
  return made;
}

/** All that is known of an event, for people. */
export function details(event: AuditEvent, speech: Speech): HTMLElement {
  const { t } = speech;
  const list = element('dl');
  const add = (name: string, ...value: (Node | string)[]) => list.append(element('dt', {}, name), element('dd', {}, ...value));
  const people = [event.actor, ...onBehalfOf(event.actor)];
  add(t('actor'), hostile(people.map((one) => [actorName(one), one?.email].filter((text, at, all) => text && all.indexOf(text) === at).join(', ')).join(' → ') || actorText(event, t)));
  for (const target of event.targets ?? []) {
    add(t('target'), hostile([target.type, targetName(target)].filter(Boolean).join(' ')));
  }
  add(t('action'), element('span', { class: 'mono' }, hostile(event.action ?? '')));
  const changes = event.detail?.changes ?? [];
  if (changes.length > 0) {
    const text = (value: unknown) => (value === undefined || value === null ? t('nothing') : typeof value === 'string' ? value : JSON.stringify(value));
    add(t('changes'), element('ul', {}, ...changes.map((one) => element('li', {}, hostile(t('change', { path: (one.path ?? '').replace(/^\//, ''), old: text(one.old), new: text(one.new) }))))));
  }
  for (const name of ['description', 'reason'] as const) {
    const text = event.detail?.[name];
    if (text) {
      add(t(name), hostile(text));
    }
  }
  if (event.client?.ip) {
    add(t('client'), element('span', { class: 'mono' }, hostile(event.client.ip)));
  }
  add(t('time'), element('time', { datetime: event.time ?? '' }, speech.exact(event.time)));
  add(t('id'), element('span', { class: 'mono' }, hostile(event.id ?? '')));
  if (event.erased?.length) {
    add(t('gone'), t('erased', { parts: event.erased.map((part) => t(`part.${part}`)).join(', ') }));
  }
  return list;
}
