import { useMemo } from 'react';
import type { AuditEvent } from '../api/client';
import { t } from '../i18n';
import { marked } from '../ui/hostile';
import { sentenceText } from './sentence';
import { Window } from '../ui/window';

/** Two events, member by member; what is equal is left out. */
export default function Compare({ one, other, close }: { one: AuditEvent; other: AuditEvent; close: () => void }) {
  const rows = useMemo(() => differences(one, other), [one, other]);
  return (
    <Window onClose={close} size={860} title={t('compare.title')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('compare.title')}>
        <table className="tb">
          <thead>
            <tr>
              <th>{t('compare.member')}</th>
              <th>{sentenceText(one)}</th>
              <th>{sentenceText(other)}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([path, left, right]) => (
              <tr key={path}>
                <td className="mono mute">{path}</td>
                <td className="mono wrap">{marked(left)}</td>
                <td className="mono wrap">{marked(right)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Window>
  );
}

/** Paths whose values differ. */
export function differences(one: unknown, other: unknown): [string, string, string][] {
  const left = flat(one);
  const right = flat(other);
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((path) => left.get(path) !== right.get(path))
    .map((path) => [path, left.get(path) ?? '–', right.get(path) ?? '–']);
}

function flat(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
    for (const [name, member] of Object.entries(value)) {
      flat(member, `${path}/${name}`, into);
    }
  } else {
    into.set(path, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return into;
}
