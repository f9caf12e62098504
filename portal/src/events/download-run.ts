import { ask } from '../api/client';

/* A download that runs: it counts rows and bytes as they come, and hands out a file only when it is whole. */

export interface Progress {
  rows: number;
  bytes: number;
}

export interface Done extends Progress {
  name: string;
  sha256: string;
  blob: Blob;
}

/** Reads the whole answer. Rejects if it breaks off or is cancelled; then there is no file. */
export async function download(
  path: string,
  name: string,
  signal: AbortSignal,
  progress: (progress: Progress) => void,
): Promise<Done> {
  const response = await ask(path, { signal });
  const reader = response.body?.getReader();
  if (!reader) {
    throw new Error('the answer has no body');
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let rows = 0;
  let bytes = 0;
  let isQuoted = false;
  const hasQuotes = (response.headers.get('Content-Type') ?? '').startsWith('text/csv');
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    chunks.push(read.value);
    bytes += read.value.length;
    for (const byte of read.value) {
      // A line feed within a quoted cell ends no row.
      isQuoted = hasQuotes && byte === 34 ? !isQuoted : isQuoted;
      rows += byte === 10 && !isQuoted ? 1 : 0;
    }
    progress({ rows, bytes });
  }
  const blob = new Blob(chunks, { type: response.headers.get('Content-Type') ?? 'application/octet-stream' });
  return { rows, bytes, name, sha256: await sha256(blob), blob };
}

async function sha256(blob: Blob): Promise<string> {
  if (!globalThis.crypto?.subtle) {
    return '';
  }
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function saveFile(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
