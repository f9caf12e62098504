import { lazy, Suspense, useState, type ComponentType, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { look, useAway } from '../api/reach';
import { IconCloudOff } from '../icons';
import { t } from '../i18n';
import { Boundary } from './boundary';
import { Block, Failure, NotReached } from './states';

/**
 * A part of a page that is loaded when it is wanted. Where that fails, a notice in its place asks again; the rest of the
 * page goes on.
 *
 * @param waiting what stands there until it is loaded
 * @param frame what the notice stands in
 */
export function part<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  waiting: ReactNode,
  frame: (notice: ReactNode, props: P) => ReactNode = (notice) => notice,
): ComponentType<P> {
  let hasFailed = false;
  const loading = () => {
    hasFailed = false;
    return lazy(() =>
      load().catch((error: unknown) => {
        hasFailed = true;
        void look();
        throw new NotLoaded(String(error));
      }),
    );
  };
  let shared = loading();
  const loaded = () => (hasFailed ? (shared = loading()) : shared);
  return function Part(props: P) {
    const [at] = useLocation();
    const [{ Loaded, attempt }, setTried] = useState(() => ({ Loaded: loaded(), attempt: 1 }));
    const again = () => setTried({ Loaded: loaded(), attempt: attempt + 1 });
    // Some browsers ask for the script of a page once only.
    const asked = attempt === 1 ? again : () => location.reload();
    return (
      <Boundary at={`${attempt} ${at}`} returned={() => attempt === 1 && again()} instead={(error) => frame(<Notice error={error} again={asked} />, props)}>
        <Suspense fallback={waiting}>
          <Loaded {...props} />
        </Suspense>
      </Boundary>
    );
  };
}

class NotLoaded extends Error {}

function Notice({ error, again }: { error: unknown; again: () => void }) {
  const away = useAway();
  if (error instanceof NotLoaded && away !== null) {
    return <NotReached retry={again} />;
  }
  return error instanceof NotLoaded ? (
    <Block icon={IconCloudOff} title={t('state.notLoaded')} alert>
      <p>{t('state.notLoaded.cure')}</p>
      <div className="acts">
        <button type="button" className="b small" onClick={again}>
          {t('action.again')}
        </button>
      </div>
    </Block>
  ) : (
    <Failure error={error} retry={() => location.reload()} />
  );
}
