import type { AuditEvent } from '../api/client';
import { marked } from '../ui/marked';
import { Asking, Refused, sealedBy, TokenNeeded } from './asking';
import { LOOK } from './look';
import { Speech, type EmbedKey } from './messages';
import { cell, COLUMNS, details, element, hostile, sentenceOf, type Column } from './rows';

/*
 * <indelible-events src="https://audit.example.com" token="ivt_…" theme="auto" locale="de" zone="Europe/Berlin" columns="time,actor,what,outcome">
 *
 * Level and filter are in the token, which the page's own server made; this shows what the token shows and nothing can
 * widen it. `token-needed` is fired when the token is over: the page sets another, and the rows stay meanwhile.
 */

const RANGES = ['1', '7', '30', '0'] as const;
const DAY_MILLIS = 86_400_000;

/** Between two requests for a token, so that a page that brings bad ones does not ask in a circle. */
const TOKEN_PAUSE_MILLIS = 2_000;

/** Until an event is asked about again that is not sealed yet: checkpoints come each second. */
const ASK_AGAIN_MILLIS = 1_000;

export class IndelibleEvents extends HTMLElement {
  static readonly observedAttributes = ['src', 'token', 'locale', 'zone', 'columns'];

  private readonly root = this.attachShadow({ mode: 'open' });
  private speech = new Speech('en');
  private asking: Asking | null = null;
  private abort = new AbortController();
  private question = new URLSearchParams();
  private cursor: string | null = null;
  private shown = 0;
  private total: number | null = null;
  private isCounting = false;
  private isOver = false;
  private neededMillis = -TOKEN_PAUSE_MILLIS;
  private words = '';
  private days: string = '7';
  private quiet!: HTMLElement;
  private body!: HTMLTableSectionElement;
  private state!: HTMLElement;
  private count!: HTMLElement;
  private more!: HTMLButtonElement;

  connectedCallback(): void {
    this.build();
    void this.restart();
  }

  disconnectedCallback(): void {
    this.abort.abort();
  }

  attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    if (!this.isConnected || old === value || !this.body) {
      return;
    }
    if (name === 'token' && this.isOver && this.shown > 0) {
      // The rows stay; the next question has the new token.
      this.resume();
    } else {
      this.build();
      void this.restart();
    }
  }

  /** Where the server is: where this script came from, unless it is said. */
  private server(): string {
    const url = new URL(this.getAttribute('src') ?? new URL(import.meta.url).origin, location.href);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.origin : location.origin;
  }

  private columns(): Column[] {
    const asked = (this.getAttribute('columns') ?? 'time,actor,what,outcome').split(',').map((one) => one.trim());
    // Time has the button that opens a row, so it is always there.
    return COLUMNS.filter((column) => column === 'time' || asked.includes(column));
  }

  private build(): void {
    this.speech = new Speech(this.getAttribute('locale') ?? (this.closest('[lang]')?.getAttribute('lang') || navigator.language), this.getAttribute('zone') ?? '');
    this.lang = this.speech.locale.slice(0, 2);
    const { t } = this.speech;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(LOOK);
    this.root.adoptedStyleSheets = [sheet];
    const words = element('input', { type: 'search', 'aria-label': t('search'), placeholder: t('search'), spellcheck: 'false', autocomplete: 'off' });
    words.value = this.words;
    const range = element('select', { 'aria-label': t('range') }, ...RANGES.map((days) => element('option', { value: days, selected: days === this.days }, t(`range.${days}`))));
    const form = element('form', { role: 'search' }, words, range);
    const ask = () => {
      this.words = words.value.trim();
      this.days = range.value;
      void this.restart();
    };
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      ask();
    });
    words.addEventListener('search', ask);
    range.addEventListener('change', ask);
    this.quiet = element('p', { class: 'quiet', role: 'status', hidden: true });
    this.body = element('tbody');
    this.body.addEventListener('keydown', (event) => this.move(event));
    const table = element('table', { 'aria-label': t('events') }, element('thead', {}, element('tr', {}, ...this.columns().map((column) => element('th', { scope: 'col', class: column }, column === 'time' ? `${t(column)}, ${this.speech.zoneName}` : t(column))))), this.body);
    this.state = element('div');
    this.count = element('span', { role: 'status' });
    this.more = element('button', { type: 'button', class: 'b', hidden: true }, t('more'));
    this.more.addEventListener('click', () => void (this.more.ariaDisabled === 'true' || this.next()));
    const footer = element('footer', {}, this.count, this.more, element('span', { class: 'seal' }, `✓ ${t('sealed')}`));
    this.root.replaceChildren(element('section', { 'aria-label': t('events') }, form, this.quiet, table, this.state, footer));
  }

  /** From the first page on. */
  private async restart(): Promise<void> {
    this.abort.abort();
    this.abort = new AbortController();
    this.cursor = null;
    this.shown = 0;
    this.total = null;
    this.isCounting = false;
    this.question = new URLSearchParams();
    if (this.words) {
      this.question.set('q', this.words);
    }
    if (this.days !== '0') {
      this.question.set('from', new Date(Date.now() - Number(this.days) * DAY_MILLIS).toISOString());
    }
    this.body.replaceChildren();
    this.count.textContent = '';
    this.more.hidden = true;
    const token = this.getAttribute('token');
    if (!token) {
      this.over();
      return;
    }
    this.resume();
    await this.next();
  }

  private resume(): void {
    this.isOver = false;
    this.quiet.hidden = true;
    this.asking = new Asking(this.server(), this.getAttribute('token') ?? '');
  }

  private async next(): Promise<void> {
    const { signal } = this.abort;
    const later = setTimeout(() => this.state.replaceChildren(this.bones()), 300);
    // Not disabled: that would lose the focus.
    this.more.ariaDisabled = 'true';
    try {
      const page = await this.asking?.page(this.question, this.cursor, signal);
      const events = page?.events ?? [];
      this.body.append(...events.flatMap((event) => this.row(event)));
      this.shown += events.length;
      this.cursor = page?.next ?? null;
      this.more.hidden = this.cursor === null;
      clearTimeout(later);
      this.state.replaceChildren(...(this.shown === 0 ? [this.say(this.speech.t('none'), this.speech.t('none.cure'))] : []));
    } catch (error) {
      clearTimeout(later);
      if (!signal.aborted) {
        this.failed(error, () => (this.shown > 0 ? this.next() : this.restart()));
      }
      return;
    } finally {
      if (!signal.aborted) {
        this.more.ariaDisabled = null;
      }
    }
    await this.tell();
  }

  /** How many of how many are shown; rows do not wait for that, nor does who wants more of them. */
  private async tell(): Promise<void> {
    const { signal } = this.abort;
    if (this.isCounting) {
      return; // It tells what is shown by then.
    }
    this.isCounting = true;
    try {
      const total = this.total ?? (await this.asking?.total(this.question, signal)) ?? 0;
      if (!signal.aborted) {
        this.total = total;
        this.count.textContent = this.speech.t('shown', { count: this.shown, total: Math.max(total, this.shown) });
      }
    } catch (error) {
      if (!signal.aborted) {
        this.failed(error, () => {
          this.state.replaceChildren();
          return this.tell();
        });
      }
    } finally {
      if (!signal.aborted) {
        this.isCounting = false;
      }
    }
  }

  private failed(error: unknown, retry: () => Promise<void>): void {
    if (error instanceof TokenNeeded) {
      this.state.replaceChildren();
      this.over();
      return;
    }
    const { t } = this.speech;
    const again = element('button', { type: 'button', class: 'b' }, t('again'));
    again.addEventListener('click', () => void retry());
    this.state.replaceChildren(this.say(t('failed', { reason: error instanceof Refused ? marked(this.speech.reason(error.message, error.code)) : t('unreachable') }), null, again));
  }

  /** The token is over: one quiet line, and whoever made the page is asked for another. */
  private over(): void {
    this.isOver = true;
    this.quiet.textContent = this.speech.t('over');
    this.quiet.hidden = this.shown === 0 && this.hasAttribute('token') === false;
    const pauseMillis = Math.max(0, this.neededMillis + TOKEN_PAUSE_MILLIS - performance.now());
    this.neededMillis = performance.now() + pauseMillis;
    setTimeout(() => this.dispatchEvent(new CustomEvent('token-needed', { bubbles: true, composed: true })), pauseMillis);
  }

  private say(title: string, more: string | null, ...acts: Node[]): HTMLElement {
    return element('div', { class: 'say', role: 'status' }, element('b', {}, title), ...(more ? [element('p', {}, more)] : []), ...acts);
  }

  private bones(): HTMLElement {
    return element('div', { class: 'bones', role: 'status', 'aria-label': this.speech.t('loading') }, ...Array.from({ length: 6 }, () => element('span')));
  }

  private row(event: AuditEvent): HTMLElement[] {
    const { t } = this.speech;
    const time = this.speech.time(event.time);
    const tip = element('span', { class: 'tip', role: 'tooltip', id: `exact-${event.id ?? ''}` }, this.speech.exact(event.time));
    const button = element('button', { type: 'button', 'aria-expanded': 'false', 'aria-describedby': tip.id }, element('time', { datetime: event.time ?? '' }, time));
    button.setAttribute('aria-label', t('open', { what: sentenceOf(event, this.speech).textContent ?? '', time }));
    const row = element('tr', { class: 'event' }, element('td', { class: 'time' }, button, tip), ...this.columns().filter((column) => column !== 'time').map((column) => cell(event, column, this.speech)));
    const inside = element('tr', { class: 'inside', hidden: true });
    const toggle = () => {
      const isOpen = inside.hidden;
      inside.hidden = !isOpen;
      button.setAttribute('aria-expanded', String(isOpen));
      row.toggleAttribute('data-open', isOpen);
      if (isOpen && !inside.firstChild) {
        inside.append(element('td', { colspan: String(this.columns().length) }, details(event, this.speech), this.proof(event)));
      }
    };
    row.addEventListener('click', (click) => {
      // A text that is being chosen with the mouse is no click.
      if (click.target instanceof Node && (button.contains(click.target) || !getSelection()?.toString())) {
        toggle();
      }
    });
    return [row, inside];
  }

  private proof(event: AuditEvent): HTMLElement {
    const { t } = this.speech;
    const answer = element('p', { role: 'status' });
    const button = element('button', { type: 'button', class: 'b' }, t('proof'));
    const acts = element('div', { class: 'acts' }, button, answer);
    const say = (key: EmbedKey, values = {}) => answer.replaceChildren(hostile(t(key, values)));
    let later = 0;
    const ask = () => {
      clearTimeout(later);
      this.asking?.proof(event, this.abort.signal).then(
        (proof) => {
          const sealed = sealedBy(proof);
          if (sealed) {
            say('sealed.at', { number: sealed.number, log: sealed.log, count: sealed.size });
            const link = element('a', { class: 'b save', download: `${event.id ?? 'event'}.tlog-proof`, href: URL.createObjectURL(new Blob([proof], { type: 'text/plain' })) }, t('proof.save'));
            button.replaceWith(link);
            link.focus();
          }
        },
        (error: unknown) => {
          if (error instanceof TokenNeeded) {
            this.over();
          } else if (error instanceof Refused && error.code === 'not-published') {
            say('sealed.not');
            // Its checkpoint is about to be written: nobody has to ask twice.
            later = window.setTimeout(() => acts.isConnected && ask(), ASK_AGAIN_MILLIS);
          } else {
            say('failed', { reason: error instanceof Refused ? this.speech.reason(error.message, error.code) : t('unreachable') });
          }
        },
      );
    };
    button.addEventListener('click', ask);
    return acts;
  }

  /** Arrow keys go from event to event, Escape closes. */
  private move(event: KeyboardEvent): void {
    const buttons = [...this.body.querySelectorAll<HTMLButtonElement>('td.time button')];
    const active = this.root.activeElement;
    const row = active?.closest('tr')?.matches('.inside') ? active.closest('tr')?.previousElementSibling : active?.closest('tr');
    const at = buttons.findIndex((button) => row?.contains(button));
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined && at >= 0) {
      event.preventDefault();
      buttons[at + by]?.focus();
    } else if (event.key === 'Escape' && at >= 0 && row?.hasAttribute('data-open')) {
      buttons[at]?.click();
      buttons[at]?.focus();
    }
  }
}

customElements.define('indelible-events', IndelibleEvents);
