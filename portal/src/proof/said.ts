import type { Step } from 'virtual:verifier';
import { t, type MessageKey } from '../i18n';
import { number } from '../time';
import type { shownOf } from './verify';

/* The verifier is one page that stands alone and speaks English; this says what it found in the language of the portal. */

type Kind = 'text' | 'number' | 'time';

/** Which sentence, and what stands in its places. */
export interface Found {
  key: MessageKey;
  places: Record<string, { kind: Kind; value: string }>;
}

const SAID: [RegExp, MessageKey, Kind[]?][] = [
  [/^The keys are those that you gave\.$/, 'said.pinned'],
  [/^The keys came along with the evidence/, 'said.unpinned'],
  [/^Event (\S+) of (\S+), received (.+): every part that is shown/, 'said.event', ['text', 'text', 'time']],
  [/^Part (\S+) is not shown:/, 'said.erased'],
  [/^It is entry (\d+) of the (\d+) that (\S+) had when it signed\.$/, 'said.entry', ['number', 'number', 'text']],
  [/^The anchor (\S+) has that state of the log as its entry (\d+),/, 'said.anchor', ['text', 'number']],
  [/^Witness (\S+) saw the anchor at size (\d+) on (.+), and nothing older/, 'said.witness', ['text', 'number', 'time']],
  [/^No witness: /, 'said.noWitness'],
  [/^this is not the event that was sealed as entry (\d+)$/, 'said.other', ['number']],
  [/^it was changed; the log has the leaf of event\.json$/, 'said.leafChanged'],
  [/^they do not fit each other, and event\.tlog-proof proves neither$/, 'said.neither'],
  [/^it does not lead from this event to the signed root/, 'said.astray'],
  [/^sequence is (.+), and the log has the event as entry (\d+)$/, 'said.sequence', ['text', 'number']],
  [/^organization is not the one whose log this is$/, 'said.foreign'],
  [/^it does not lead from head\.leaf to the signed root$/, 'said.headAstray'],
  [/^it was changed; the anchor has the head of event\.tlog-proof$/, 'said.headChanged'],
  [/^it is not the head of the log that event\.json/, 'said.headForeign'],
  [/^(\d+) witnesses of (.+) cosigned, which is no quorum$/, 'said.quorum', ['number', 'text']],
  [/^(?:the zip is damaged|its directory is .*|its files do not follow one another|something stands between its files .*|it does not say where a file ends)$/, 'said.zipDamaged'],
  [/^it says two things of (.*)$/, 'said.zipTwoThings'],
  [/^(?:it is one of several|it has a comment|it has extra fields.*|it has a flag .*|a file is in it .*)$/, 'said.zipOther'],
  [/^it is no zip$/, 'said.noFile'],
  [/^it is larger than any evidence$/, 'said.largeFile'],
  [/^it is larger than 8 MiB$/, 'said.tooLarge'],
  [/^it is no zip, or something stands behind its end$/, 'said.noZip'],
  [/^it is damaged: its checksum is wrong$/, 'said.checksum'],
  [/^it is not JSON/, 'said.notJson'],
  [/^it has not the 7 files of evidence$/, 'said.files'],
];

/** What a step found; null where only the verifier's own words say it. Of an event that shows nothing no bytes were compared. */
export function found(step: Pick<Step, 'message'>, shown: ReturnType<typeof shownOf> = 'all'): Found | null {
  for (const [pattern, key, kinds = []] of SAID) {
    const match = pattern.exec(step.message);
    if (match) {
      const places = match.slice(1).map((value, index) => [String(index + 1), { kind: kinds[index] ?? 'text', value }] as const);
      return { key: key === 'said.event' && shown === 'nothing' ? 'said.event.hidden' : key, places: Object.fromEntries(places) };
    }
  }
  return null;
}

/** The same as text; times as the verifier writes them. */
export function said(step: Pick<Step, 'message'>, shown: ReturnType<typeof shownOf> = 'all'): string | null {
  const one = found(step, shown);
  return one && t(one.key, Object.fromEntries(Object.entries(one.places).map(([name, { kind, value }]) => [name, kind === 'number' ? number(Number(value)) : value])));
}
