import { useEffect, useState, type ReactNode } from 'react';
import { Problem, Unreachable } from '../api/client';
import { useAway } from '../api/reach';
import { IconAlertCircle, IconCloudOff, IconLock, IconSearch } from '../icons';
import { begun, problemText, sentenceOf, t } from '../i18n';
import { hourMinute, useZone, zoneName } from '../time';
import { CopyButton } from './copy';
import { Icon } from './icon';

/** Nothing for 300 ms, then the shape of what will come. */
export function Later({ rows = 8 }: { rows?: number }) {
  const shown = useAfter(300);
  return shown ? (
    <div className="later" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className="bone" />
      ))}
    </div>
  ) : (
    <div className="later" aria-hidden="true" />
  );
}

export function useAfter(millis: number): boolean {
  const [after, setAfter] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setAfter(true), millis);
    return () => clearTimeout(timer);
  }, [millis]);
  return after;
}

/** An error where content would be: what happened, its code and cure, and what can be done. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  if (error instanceof Unreachable) {
    return <NotReached retry={retry} />;
  }
  if (error instanceof Problem && error.status === 403) {
    return (
      <Block icon={IconLock} title={t('state.forbidden')} alert>
        <p>{problemText(error)}</p>
        <p className="mute">{t('state.forbidden.cure')}</p>
      </Block>
    );
  }
  const problem = error instanceof Problem ? error : null;
  const title = begun(problem ? problemText(problem) : t('state.error'));
  // That something is not there is an answer, and nothing for a support.
  if (problem?.status === 404) {
    return <Block icon={IconSearch} title={title} alert />;
  }
  return (
    <Block icon={IconAlertCircle} title={title} alert>
      {problem && <p className="mute mono">{problem.code}</p>}
      {problem && !problemText(problem).includes(sentenceOf(problem.message)) && <p className="mute" lang="en">{problem.message}</p>}
      <div className="acts">
        {retry && (
          <button type="button" className="b small" onClick={retry}>
            {t('action.again')}
          </button>
        )}
        <CopyButton
          className="b small"
          text={[problem?.status, problem?.code, problem?.message ?? String(error), problem?.requestId, location.href, new Date().toISOString()].filter(Boolean).join('\n')}
        >
          {t('action.copyForSupport')}
        </CopyButton>
      </div>
    </Block>
  );
}

export function NotReached({ retry }: { retry?: (() => void) | undefined }) {
  return (
    <Block icon={IconCloudOff} title={t('state.unreachable')} alert>
      <p>{t('state.unreachable.cure')}</p>
      {retry && (
        <div className="acts">
          <button type="button" className="b small" onClick={retry}>
            {t('action.again')}
          </button>
        </div>
      )}
    </Block>
  );
}

/** One line while the server does not answer: what is seen is what was loaded. */
export function Away() {
  const since = useAway();
  const [zone] = useZone();
  return since === null ? null : (
    <span className="away warn" role="status">
      <Icon of={IconCloudOff} small /> {t('foot.offline', { time: `${hourMinute(since, zone)} ${zoneName(zone)}` })}
    </span>
  );
}

/** A designed emptiness: one icon, one sentence, what to do. */
export function Block({ icon, title, children, alert, isPage = false }: {
  icon: typeof IconLock;
  title: ReactNode;
  children?: ReactNode;
  alert?: boolean;
  /** Whether it is all that the page has, and so its first heading. */
  isPage?: boolean;
}) {
  const Heading = isPage ? 'h1' : 'h2';
  return (
    <div className="block" role={alert ? 'alert' : 'status'}>
      <Icon of={icon} />
      <Heading>{title}</Heading>
      {children}
    </div>
  );
}
