import type { words as english } from '../en/words';

/** Werte, die feststehen; gesucht wird nach dem, was im Ereignis steht. */
export const words: Record<keyof typeof english, string> = {
  'word.operation.create': 'Anlegen',
  'word.operation.read': 'Lesen',
  'word.operation.update': 'Ändern',
  'word.operation.delete': 'Löschen',
  'word.operation.execute': 'Ausführen',
  'word.operation.other': 'Sonstiges',
  'word.category.admin-activity': 'Verwaltung',
  'word.category.data-access': 'Datenzugriff',
  'word.category.system-event': 'Systemereignis',
  'word.category.policy-denied': 'Regelverstoß',
  'word.category.sign-in': 'Anmeldung',
  'word.severity.info': 'Info',
  'word.severity.notice': 'Hinweis',
  'word.severity.warning': 'Warnung',
  'word.severity.error': 'Fehler',
  'word.severity.critical': 'kritisch',
  'word.channel.ui': 'Oberfläche',
  'word.channel.api': 'API',
  'word.channel.cli': 'Kommandozeile',
  'word.channel.system': 'System',
  'word.actorType.user': 'Person',
  'word.actorType.service-account': 'Dienstkonto',
  'word.actorType.platform': 'Plattform',
  'word.actorType.anonymous': 'anonym',
};
