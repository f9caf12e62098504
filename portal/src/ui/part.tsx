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
  let failed: unknown = null;
  let attempts = 0;
  const loading = () => {
    const script = scriptOf(failed);
    failed = null;
    return lazy(() =>
      // A browser asks for the script of a page once only; under another address it is another.
      (script === null ? load() : loadAgain(script, ++attempts).then(partOf<P>)).catch((error: unknown) => {
        failed = error;
        void look();
        throw new NotLoaded(String(error));
      }),
    );
  };
  let shared = loading();
  const loaded = () => (failed === null ? shared : (shared = loading()));
  return function Part(props: P) {
    const [at] = useLocation();
    const [{ Loaded, attempt }, setTried] = useState(() => ({ Loaded: loaded(), attempt: 1 }));
    const again = () => setTried({ Loaded: loaded(), attempt: attempt + 1 });
    // What the script itself needs may be missing; a new page asks for all of it.
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

function loadAgain(script: string, attempt: number): Promise<Record<string, unknown>> {
  return import(/* @vite-ignore */ `${script}?again=${attempt}`) as Promise<Record<string, unknown>>;
}

/** The part within a script, which may hold more than this part. */
function partOf<P>(script: Record<string, unknown>): { default: ComponentType<P> } {
  const modules = [script, ...Object.values(script)];
  const found = modules.find((one) => typeof one === 'object' && one !== null && 'default' in one);
  if (!found) {
    throw new Error('the script holds no part');
  }
  return found as { default: ComponentType<P> };
}

/** The script that could not be loaded, where the browser tells. */
function scriptOf(error: unknown): string | null {
  const url = /https?:\S+\.js/.exec(String(error))?.[0];
  return url?.startsWith(`${location.origin}/`) ? url : null;
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
