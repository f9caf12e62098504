import type { proof as english } from '../en/proof';

/** Was der Prüfer fand. */
export const proof: Record<keyof typeof english, string> = {
  'said.pinned': 'Die Schlüssel sind die, die Sie angegeben haben.',
  'said.unpinned': 'Die Schlüssel kamen mit den Belegen; ein Fälscher hätte andere beilegen können. Vergleichen Sie policy.txt mit der, die Ihnen der Betreiber auf anderem Weg gab.',
  'said.event': 'Ereignis {1} von {2}, empfangen {3}: Jeder gezeigte Teil hat die Bytes, die versiegelt wurden.',
  'said.erased': 'Teil {1} gelöscht: Seine Bytes sind fort, was davon versiegelt war, ist weiter bewiesen.',
  'said.entry': 'Es ist Eintrag {1} der {2}, die {3} beim Signieren hatte.',
  'said.anchor': 'Der Anker {1} hat diesen Stand des Logs als Eintrag {2}, unter den Köpfen aller Organisationen.',
  'said.witness': 'Zeuge {1} sah den Anker bei Größe {2} am {3}; nichts Älteres war da verändert.',
  'said.noWitness': 'Kein Zeuge: Nur die Signatur des Betreibers sagt, dass alle denselben Verlauf sehen.',
  'said.other': 'Das ist nicht das Ereignis, das als Eintrag {1} versiegelt wurde.',
  'said.leafChanged': 'Es wurde verändert; das Log hat das Blatt von event.json.',
  'said.neither': 'Sie passen nicht zueinander, und event.tlog-proof beweist keines von beiden.',
  'said.astray': 'Er führt nicht von diesem Ereignis zur signierten Wurzel: Er wurde verändert, oder event.json und leaf.bin wurden neu gemacht.',
  'said.sequence': 'Die Sequenz ist {1}, und das Log hat das Ereignis als Eintrag {2}.',
  'said.foreign': 'Die Organisation ist nicht die, deren Log dies ist.',
  'said.headAstray': 'Er führt nicht von head.leaf zur signierten Wurzel.',
  'said.headChanged': 'Es wurde verändert; der Anker hat den Kopf von event.tlog-proof.',
  'said.headForeign': 'Das ist nicht der Kopf des Logs, zu dem event.json und event.tlog-proof gehören.',
  'said.quorum': '{1} Zeugen von {2} zeichneten gegen; das reicht nicht.',
  'said.zipDamaged': 'Das Zip ist beschädigt.',
  'said.tooLarge': 'Sie ist größer als 8 MiB.',
  'said.noZip': 'Das ist kein Zip, oder nach seinem Ende steht noch etwas.',
  'said.checksum': 'Sie ist beschädigt: Die Prüfsumme stimmt nicht.',
  'said.notJson': 'Das ist kein JSON.',
  'said.files': 'Das sind nicht die 7 Dateien von Belegen.',
};
