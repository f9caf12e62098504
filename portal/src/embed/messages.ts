import { query as queryGerman } from '../i18n/de/query';
import { say as sayGerman } from '../i18n/de/say';
import { say as sayEnglish } from '../i18n/en/say';
import { fill, type Values } from '../i18n/fill';
import { translated } from '../i18n/translated';
import { browserZone, isZone, zoneName } from '../zones';

const english = {
  ...sayEnglish,
  events: 'Events',
  search: 'Search people, actions, things',
  range: 'Time range',
  'range.1': 'Last 24 hours',
  'range.7': 'Last 7 days',
  'range.30': 'Last 30 days',
  'range.0': 'All',
  time: 'Time',
  actor: 'Who',
  what: 'What',
  outcome: 'Outcome',
  client: 'IP address',
  action: 'Action',
  'outcome.success': 'success',
  'outcome.failure': 'failure',
  'outcome.denied': 'denied',
  'outcome.unknown': 'unknown',
  loading: 'Events are being loaded',
  none: 'No event matches',
  'none.cure': 'Take a longer time or other words.',
  shown: '{count} of {total|1 event|# events}',
  more: 'Show more',
  again: 'Try again',
  failed: 'The events cannot be shown now: {reason}',
  unreachable: 'the log cannot be reached',
  refused: 'the server refuses it ({code})',
  over: 'This view has ended and shows what was loaded.',
  open: '{what}, {time}. Details',
  target: 'Thing',
  changes: 'What changed',
  change: '{path}: {old} → {new}',
  nothing: 'nothing',
  description: 'Description',
  reason: 'Reason',
  id: 'Event',
  erased: 'Erased at the request of a person: {parts}. The proof of the rest still holds.',
  'part.core': 'what was done',
  'part.actor': 'who',
  'part.targets': 'the things',
  'part.client': 'the client',
  'part.detail': 'the details',
  gone: 'Erased',
  sealed: 'Sealed and verifiable',
  'sealed.at': 'Sealed: number {number} in the signed log {log}, which has {count|1 event|# events}.',
  'sealed.not': 'Kept, and sealed within a second…',
  proof: 'Proof',
  'proof.save': 'Save the proof',
};

export type EmbedKey = keyof typeof english;

const german: Record<EmbedKey, string> = {
  ...sayGerman,
  events: 'Ereignisse',
  search: 'Personen, Aktionen, Dinge suchen',
  range: 'Zeitraum',
  'range.1': 'Letzte 24 Stunden',
  'range.7': 'Letzte 7 Tage',
  'range.30': 'Letzte 30 Tage',
  'range.0': 'Alles',
  time: 'Zeit',
  actor: 'Wer',
  what: 'Was',
  outcome: 'Ergebnis',
  client: 'IP-Adresse',
  action: 'Aktion',
  'outcome.success': 'Erfolg',
  'outcome.failure': 'Fehler',
  'outcome.denied': 'verweigert',
  'outcome.unknown': 'unbekannt',
  loading: 'Ereignisse werden geladen',
  none: 'Kein Ereignis passt',
  'none.cure': 'Einen längeren Zeitraum oder andere Wörter nehmen.',
  shown: '{count} von {total|1 Ereignis|# Ereignissen}',
  more: 'Mehr zeigen',
  again: 'Noch einmal',
  failed: 'Die Ereignisse können jetzt nicht gezeigt werden: {reason}',
  unreachable: 'das Log ist nicht zu erreichen',
  refused: 'der Server lehnt es ab ({code})',
  over: 'Diese Ansicht ist beendet und zeigt, was geladen war.',
  open: '{what}, {time}. Einzelheiten',
  target: 'Ding',
  changes: 'Was sich änderte',
  change: '{path}: {old} → {new}',
  nothing: 'nichts',
  description: 'Beschreibung',
  reason: 'Grund',
  id: 'Ereignis',
  erased: 'Auf Verlangen einer Person gelöscht: {parts}. Der Beweis des Übrigen gilt weiter.',
  'part.core': 'was getan wurde',
  'part.actor': 'wer',
  'part.targets': 'die Dinge',
  'part.client': 'der Client',
  'part.detail': 'die Einzelheiten',
  gone: 'Gelöscht',
  sealed: 'Versiegelt und prüfbar',
  'sealed.at': 'Versiegelt: Nummer {number} im signierten Log {log}, das {count|1 Ereignis|# Ereignisse} hat.',
  'sealed.not': 'Aufbewahrt und in einer Sekunde versiegelt …',
  proof: 'Beweis',
  'proof.save': 'Beweis speichern',
};

const SECOND = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
const MILLISECOND = { ...SECOND, fractionalSecondDigits: 3 } as const;

/** Texts in one language, and how it writes numbers and times. */
export class Speech {
  readonly locale: string;
  readonly zone: string;
  private readonly catalog: Record<EmbedKey, string>;

  /** @param zone an IANA name; the browser's where it is none */
  constructor(language: string, zone = '') {
    this.zone = zone !== '' && isZone(zone) ? zone : browserZone();
    const isGerman = /^de\b/i.test(language);
    this.locale = isGerman ? 'de-DE' : 'en-GB';
    this.catalog = isGerman ? german : english;
  }

  readonly t = (key: EmbedKey, values: Values = {}): string => fill(this.catalog[key], values, this.locale);

  /** What the server said, in this language; in another one only its code where that is not known. */
  reason(said: string, code: string): string {
    return this.catalog === english ? said : (translated(said, queryGerman) ?? this.t('refused', { code }));
  }

  template(key: EmbedKey): string {
    return this.catalog[key];
  }

  /** `17 Sep 2026, 16:07:05` in the chosen zone. */
  time(iso: string | undefined): string {
    return this.at(iso, this.zone, SECOND);
  }

  /** `17 Sep 2026, 16:07:05.500 Berlin`, and the same in UTC. */
  exact(iso: string | undefined): string {
    const zones = this.zone === 'UTC' ? ['UTC'] : [this.zone, 'UTC'];
    return zones.map((zone) => `${this.at(iso, zone, MILLISECOND)} ${zoneName(zone)}`).join(' = ');
  }

  get zoneName(): string {
    return zoneName(this.zone);
  }

  private at(iso: string | undefined, timeZone: string, form: Intl.DateTimeFormatOptions): string {
    const millis = Date.parse(iso ?? '');
    return Number.isNaN(millis) ? '' : new Intl.DateTimeFormat(this.locale, { ...form, timeZone }).format(millis);
  }
}
