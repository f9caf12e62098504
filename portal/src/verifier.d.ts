declare module 'virtual:verifier' {
  export interface Step {
    mark: 'good' | 'bad' | 'note';
    place: string;
    message: string;
  }
  export interface EvidencePart {
    name: string;
    number: number;
    isErased: boolean;
    text?: string;
  }
  export interface EvidenceEvent {
    id: string;
    organization: string;
    sequence: number;
    receivedUnixMillis: number;
    parts: EvidencePart[];
  }
  export interface Report {
    steps: Step[];
    event: EvidenceEvent | null;
    isPinned: boolean;
    good(place: string, message: string): void;
    bad(place: string, message: string): void;
    note(place: string, message: string): void;
  }
  export interface Note {
    text: string;
    signatures: { name: string; id: string; bytes: Uint8Array }[];
  }
  export interface Proof {
    place: string;
    index: bigint;
    nodes: Uint8Array[];
    note: Note;
    checkpoint: { origin: string; size: bigint; root: Uint8Array };
  }
  export class Refused extends Error {
    place: string;
  }
  export function check(files: Map<string, Uint8Array>, policy: Uint8Array | null, report: Report): Promise<void>;
  export function unzip(zip: Uint8Array): Promise<Map<string, Uint8Array>>;
  export function parseProof(bytes: Uint8Array, place: string): Proof;
  export function sha256(...pieces: Uint8Array[]): Promise<Uint8Array>;
  export function hex(bytes: Uint8Array): string;
  export function concat(...pieces: Uint8Array[]): Uint8Array;
}
