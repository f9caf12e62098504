import { check, parseProof, Refused, unzip, type EvidenceEvent, type Proof, type Report, type Step } from 'virtual:verifier';

/* The same code as the page that auditors keep, run here. */

export interface Verdict {
  isGood: boolean;
  steps: Step[];
  event: EvidenceEvent | null;
  /** Of the event in its organization's log. */
  proof: Proof | null;
  /** Of that log's head in the anchor log. */
  anchor: Proof | null;
  /** The lines of the policy that came along. */
  policy: string;
  tookMillis: number;
  /** The name of the file that it came as. */
  file?: string;
  files: Map<string, Uint8Array> | null;
}

/** Whether this browser can check at all: signatures need a page from HTTPS or from this machine. */
export function canCheck(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

/** What is no evidence at all, said as a verdict. */
export function notEvidence(place: string, message: string): Verdict {
  return { isGood: false, steps: [{ mark: 'bad', place, message }], event: null, proof: null, anchor: null, policy: '', tookMillis: 0, files: null };
}

/** Whether the event is the one that the log has: only then the path is the event's. */
export function isSealedEvent({ steps }: Pick<Verdict, 'steps'>): boolean {
  return !steps.some((step) => step.mark === 'bad' && step.place === 'event.json');
}

/** How much of the event is in what was checked: what was erased, and what is not for whoever fetched it, is there as its seal only. */
export function shownOf(verdict: Verdict): 'all' | 'a part' | 'nothing' {
  const parts = verdict.event?.parts ?? [];
  return parts.every((part) => !part.isErased) ? 'all' : parts.some((part) => !part.isErased) ? 'a part' : 'nothing';
}

/** Checks a zip of evidence. Whatever is wrong is in the verdict; this never rejects. */
export async function verify(zip: Uint8Array, policy: Uint8Array | null = null): Promise<Verdict> {
  const start = performance.now();
  const report: Report = {
    steps: [],
    event: null,
    isPinned: false,
    good: (place, message) => void report.steps.push({ mark: 'good', place, message }),
    bad: (place, message) => void report.steps.push({ mark: 'bad', place, message }),
    note: (place, message) => void report.steps.push({ mark: 'note', place, message }),
  };
  let files: Map<string, Uint8Array> | null = null;
  try {
    files = await unzip(zip);
    await check(files, policy, report);
  } catch (error) {
    if (error instanceof Refused) {
      report.bad(error.place, error.message);
    } else {
      report.bad('browser', String(error));
    }
  }
  return {
    isGood: report.steps.length > 0 && report.steps.every((step) => step.mark !== 'bad'),
    steps: report.steps,
    event: report.event,
    proof: proofIn(files, 'event.tlog-proof'),
    anchor: proofIn(files, 'head.tlog-proof'),
    policy: textIn(files, 'policy.txt'),
    tookMillis: performance.now() - start,
    files,
  };
}

function proofIn(files: Map<string, Uint8Array> | null, name: string): Proof | null {
  const bytes = files?.get(name);
  try {
    return bytes ? parseProof(bytes, name) : null;
  } catch {
    return null;
  }
}

function textIn(files: Map<string, Uint8Array> | null, name: string): string {
  return new TextDecoder().decode(files?.get(name) ?? new Uint8Array());
}
