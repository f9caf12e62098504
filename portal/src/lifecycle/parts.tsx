import { t, type MessageKey } from '../i18n';
import { number } from '../time';

const ORDER = ['core', 'actor', 'targets', 'client', 'detail'];

/** How many of each part of events. */
export function Parts({ parts }: { parts: Record<string, number> }) {
  return (
    <dl className="parts-gone">
      {ORDER.filter((part) => (parts[part] ?? 0) > 0).map((part) => (
        <div key={part}>
          <dt>{t(`part.${part}` as MessageKey)}</dt>
          <dd className="num">{number(parts[part] ?? 0)}</dd>
        </div>
      ))}
    </dl>
  );
}
