import type { signIn as english } from '../en/sign-in';

/** Anmelden, und was da ist, bevor etwas da ist. */
export const signIn: Record<keyof typeof english, string> = {
  'signIn.title': 'Anmelden',
  'signIn.to': 'am Audit-Log von {host}',
  'signIn.key': 'Schlüssel',
  'signIn.help': 'Wird gegen ein Cookie getauscht, das Skripte nicht lesen können; die Seite behält nichts.',
  'signIn.go': 'Mit dem Schlüssel anmelden',
  'signIn.show': 'Schlüssel zeigen',
  'signIn.hide': 'Schlüssel verbergen',
  'signIn.missing': 'Ein Schlüssel ist nötig: der vom ersten Start des Servers oder einer, den die Verwaltung angelegt hat.',
  'signIn.unknown': 'Dieser Schlüssel ist hier nicht bekannt, abgelaufen oder widerrufen.',
  'signIn.by': 'Anmelden mit {issuer}',
  'signIn.or': 'oder mit einem Schlüssel',
  'signIn.fault.unreachable': 'Der Anmeldedienst antwortet nicht. Versuchen Sie es erneut oder melden Sie sich mit einem Schlüssel an.',
  'signIn.fault.expired': 'Diese Anmeldung dauerte zu lange oder begann anderswo. Beginnen Sie neu.',
  'signIn.fault.noRole': 'Sie sind bekannt, haben hier aber keine Rolle. Die Verwaltung kann Ihnen eine geben.',
  'signIn.fault.tooMany': 'Zu viele Anmeldungen von hier sind gescheitert. Warten Sie ein wenig.',
  'signIn.fault.refused': 'Die Anmeldung wurde abgelehnt. Die Verwaltung sieht im Protokoll, warum.',
  'signIn.verify': 'Prüfen ohne Anmeldung',
  'signIn.reference': 'API-Referenz',
  'signIn.claim': 'Wer tat was, bewahrt und beweisbar.',
  'signIn.lead': 'Diese Instanz veröffentlicht einen signierten Prüfpunkt von allem, was sie hält. Vergleichen Sie ihn mit dem Ihres Zeugen, bevor Sie hier jemandem trauen.',
  'signIn.checkpoint': 'Neuester Prüfpunkt, öffentlich',
  'signIn.witnesses': '{count|# Zeuge|# Zeugen}',
  'signIn.again': 'Sie wurden abgemeldet',
  'signIn.again.why': 'Ihre Suche ist noch da. Melden Sie sich an und machen Sie weiter.',

  'empty.instance': 'Es gibt noch keine Organisation',
  'empty.instance.how': 'Auch das erste Ereignis legt eine an:',
  'empty.instance.who': 'Wer die Instanz verwaltet, kann hier eine anlegen.',
  'empty.organization': 'Noch kam kein Ereignis. Senden Sie das erste, und es erscheint hier von selbst.',
};
