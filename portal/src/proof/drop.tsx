import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { IconUpload } from '../icons';
import { t } from '../i18n';
import { Icon } from '../ui/icon';
import { notEvidence, verify, type Verdict } from './verify';

const FILE_BYTES_MAX = 64 << 20;
const POLICY_BYTES_MAX = 1 << 20;

/** Checks evidence files, with a policy if one is among them; hands out the verdict. */
export function useEvidenceFiles(found: (verdict: Verdict) => void): (files: File[]) => void {
  return (files) => {
    const zip = files.find((file) => file.name.toLowerCase().endsWith('.zip'));
    const policy = files.find((file) => file.name.endsWith('.txt') && file.size <= POLICY_BYTES_MAX);
    const bytes = async (file: File) => new Uint8Array(await file.arrayBuffer());
    if (!zip || zip.size > FILE_BYTES_MAX) {
      if (files.length > 0) {
        found(notEvidence('the zip', zip ? 'it is larger than any evidence' : 'it is no zip'));
      }
    } else {
      void (async () => found({ ...(await verify(await bytes(zip), policy ? await bytes(policy) : null)), file: zip.name }))();
    }
  };
}

/** A place where files may be dropped. */
export function DropPlace({ take, children }: { take: (files: File[]) => void; children: ReactNode }) {
  const [isOver, setOver] = useState(false);
  return (
    <div
      className="drop"
      data-over={isOver || undefined}
      onDragOver={(event: DragEvent) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        take(Array.from(event.dataTransfer.files));
      }}
    >
      {children}
    </div>
  );
}

/** The button that opens the file chooser. */
export function EvidenceButton({ main, take }: { main?: boolean; take: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className={'b' + (main ? ' main' : '')} onClick={() => input.current?.click()}>
        <Icon of={IconUpload} />
        {t('proof.file')}
      </button>
      <input
        ref={input}
        type="file"
        className="sr"
        tabIndex={-1}
        aria-label={t('proof.file')}
        multiple
        accept=".zip,.txt"
        onChange={(event) => {
          take(Array.from(event.target.files ?? []));
          event.target.value = '';
        }}
      />
    </>
  );
}
