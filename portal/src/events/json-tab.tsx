import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { address, ask, type AuditEvent } from '../api/client';
import { IconCopy } from '../icons';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { CopyButton } from '../ui/copy';
import { Icon } from '../ui/icon';
import { marked } from '../ui/hostile';
import { indented } from './indented';

/** The exact bytes, as they came or with blanks between; digits and order stay as they are. */
export function JsonTab({ event }: { event: AuditEvent }) {
  const scope = useScope();
  const [isRaw, setRaw] = useState(false);
  const [sought, setSought] = useState('');
  const bytes = useQuery({
    queryKey: ['event-bytes', scope.organization, event.id],
    queryFn: async ({ signal }) => (await ask(address(`/v1/events/${event.id ?? ''}`, { organization: scope.organization }), { signal })).text(),
    staleTime: Infinity,
  });
  const text = bytes.data ?? '';
  const lines = useMemo(() => marked(isRaw ? text : indented(text), true).split('\n'), [text, isRaw]);
  return (
    <section className="sec json">
      <div className="tools">
        <input
          className="text grow"
          aria-label={t('json.find')}
          placeholder={t('json.find')}
          value={sought}
          onChange={(change) => setSought(change.target.value)}
        />
        <div className="group">
          <button type="button" className="b small" aria-pressed={!isRaw} onClick={() => setRaw(false)}>
            {t('json.folded')}
          </button>
          <button type="button" className="b small" aria-pressed={isRaw} onClick={() => setRaw(true)}>
            {t('json.raw')}
          </button>
        </div>
        <CopyButton className="b small icon" text={text} label={t('action.copy')}>
          <Icon of={IconCopy} />
        </CopyButton>
      </div>
      <pre className="bytes" data-raw={isRaw || undefined}>
        {lines.map((line, index) => (
          <Line key={index} line={line} sought={sought} />
        ))}
      </pre>
    </section>
  );
}

function Line({ line, sought }: { line: string; sought: string }) {
  const match = /^(\s*)("(?:[^"\\]|\\.)*")(: )(.*)$/.exec(line);
  const isHit = sought !== '' && line.toLowerCase().includes(sought.toLowerCase());
  return (
    <span className={'jl' + (isHit ? ' hit' : '')}>
      {match ? (
        <>
          {match[1]}
          <i>{match[2]}</i>
          {match[3]}
          {match[4]}
        </>
      ) : (
        line
      )}
      {'\n'}
    </span>
  );
}
