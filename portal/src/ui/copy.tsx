import { useState, type ReactNode } from 'react';
import { IconCheck } from '../icons';
import { t } from '../i18n';
import { Icon } from './icon';

/** Copies a text and says so in its own place. */
export function CopyButton({ text, className, children, label }: {
  text: string;
  className: string;
  children: ReactNode;
  label?: string;
}) {
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      className={className}
      aria-label={label}
      title={label}
      onClick={(event) => {
        event.stopPropagation();
        void copy(text).then(() => {
          setCopied(true);
          setTimeout(() => setCopied(false), 1500);
        });
      }}
    >
      {copied ? <Icon of={IconCheck} className="ok" /> : null}
      {copied && !label ? t('action.copied') : copied ? null : children}
      <span className="sr" role="status">
        {copied ? t('action.copied') : ''}
      </span>
    </button>
  );
}

/** Without HTTPS browsers have no clipboard but the old one. */
export async function copy(text: string): Promise<void> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}
