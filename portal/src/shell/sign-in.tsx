import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Link } from 'wouter';
import { ask, call, Problem } from '../api/client';
import { useSignIn } from '../api/session';
import { IconAlertCircle, IconCircleCheck, IconEye, IconEyeOff, IconKey } from '../icons';
import { problemText, t } from '../i18n';
import { ActButton } from '../ui/act-button';
import { Mark } from '../ui/brand';
import { Hostile } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { Window } from '../ui/window';
import { SkipLink } from './skip-link';

/** The door: a key on the left, the public checkpoint of the instance on the right. */
export function SignIn() {
  return (
    <>
    <SkipLink label={t('top.skip.key')} />
    <main className="door">
      <div className="left">
        <span className="brand">
          <Mark />
          Indelible
        </span>
        <KeyForm>
          <h1>{t('signIn.title')}</h1>
          <p className="sub">{t('signIn.to', { host: location.host })}</p>
          <Issuers />
        </KeyForm>
        <div className="meta">
          <span>{location.host}</span>
          <Link href="/verify">{t('signIn.verify')}</Link>
          <a href="/docs">{t('signIn.reference')}</a>
        </div>
      </div>
      <Public />
    </main>
    </>
  );
}

const ABOVE_MENUS = 400;

/** Over the page, when the session ended while somebody worked. What was searched stays. */
export function SignInDialog() {
  return (
    <Window isForSignIn zIndex={ABOVE_MENUS} onClose={() => undefined} withCloseButton={false} closeOnEscape={false} title={t('signIn.again')} size={400}>
      <div className="door-form">
        <KeyForm>
          <p className="sub">{t('signIn.again.why')}</p>
          <Issuers />
        </KeyForm>
      </div>
    </Window>
  );
}

function useIssuers() {
  return useQuery({
    queryKey: ['issuers'],
    queryFn: async () => (await call<{ issuers: { name: string; label: string }[] }>('/v1/session/issuers', { anonymous: true })).issuers,
    retry: false,
    staleTime: Infinity,
  });
}

/** A button for each issuer, before the key, and why the last sign-in by one failed. */
function Issuers() {
  const issuers = useIssuers().data ?? [];
  const fault = new URLSearchParams(location.search).get('signIn');
  const here = fault === null ? location.pathname + location.search : '/';
  return (
    <>
      {fault !== null && (
        <p className="fault bad" role="alert">
          <Icon of={IconAlertCircle} />
          {t(faultOf(fault))}
        </p>
      )}
      {issuers.length > 0 && (
        <>
          <div className="issuers">
            {issuers.map((issuer, index) => (
              <a key={issuer.name} className={index === 0 ? 'b main' : 'b'} href={`/v1/session/start?issuer=${issuer.name}&return=${encodeURIComponent(here)}`}>
                <span className="cut"><Hostile text={t('signIn.by', { issuer: issuer.label })} /></span>
              </a>
            ))}
          </div>
          <p className="or">{t('signIn.or')}</p>
        </>
      )}
    </>
  );
}

function faultOf(code: string) {
  switch (code) {
    case 'issuer-unreachable':
      return 'signIn.fault.unreachable';
    case 'sign-in-expired':
      return 'signIn.fault.expired';
    case 'not-granted':
      return 'signIn.fault.noRole';
    case 'too-many-failures':
      return 'signIn.fault.tooMany';
    default:
      return 'signIn.fault.refused';
  }
}

function KeyForm({ children }: { children: React.ReactNode }) {
  const hasIssuers = (useIssuers().data?.length ?? 0) > 0;
  const signIn = useSignIn();
  const [key, setKey] = useState('');
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!key.trim()) {
      setFault(t('signIn.missing'));
      return;
    }
    setBusy(true);
    setFault('');
    signIn(key.trim())
      .catch((error: unknown) => {
        setFault(error instanceof Problem ? (error.status === 401 ? t('signIn.unknown') : problemText(error)) : t('state.unreachable'));
      })
      .finally(() => setBusy(false));
  };
  return (
    <form onSubmit={submit} noValidate>
      {children}
      <div className="field">
        <span>
          <label htmlFor="key">{t('signIn.key')}</label>
        </span>
        <span className="in">
          <Icon of={IconKey} className="mute" />
          <input
            id="key"
            className="mono grow"
            type={shown ? 'text' : 'password'}
            autoComplete="current-password"
            spellCheck={false}
            autoFocus
            data-autofocus
            data-skip-to
            value={key}
            aria-invalid={fault !== ''}
            aria-describedby="key-help key-fault"
            onChange={(event) => setKey(event.target.value)}
          />
          <button
            type="button"
            className="b plain small icon"
            aria-label={t(shown ? 'signIn.hide' : 'signIn.show')}
            onClick={() => setShown(!shown)}
          >
            <Icon of={shown ? IconEyeOff : IconEye} />
          </button>
        </span>
        <small id="key-fault" className="bad" role="alert">
          {fault}
        </small>
        <small id="key-help">{t('signIn.help')}</small>
      </div>
      <ActButton type="submit" className={hasIssuers ? 'b' : 'b main'} isBusy={busy}>
        {t('signIn.go')}
      </ActButton>
    </form>
  );
}

/** The anchor's checkpoint, which anybody may read and compare. */
function Public() {
  const checkpoint = useQuery({
    queryKey: ['anchor-checkpoint'],
    queryFn: async ({ signal }) => (await ask('/logs/anchor/checkpoint', { signal, anonymous: true })).text(),
    retry: false,
  });
  const lines = checkpoint.data?.trimEnd().split('\n') ?? [];
  const cosigned = lines.filter((line) => line.startsWith('— ')).length - 1;
  return (
    <section className="right" aria-label={t('signIn.checkpoint')}>
      <Deep />
      <h2>{t('signIn.claim')}</h2>
      <p className="lead">{t('signIn.lead')}</p>
      {checkpoint.data && (
        <div className="notepaper">
          <div className="hd">
            {t('signIn.checkpoint')}
            {cosigned > 0 && (
              <span className="end">
                <Icon of={IconCircleCheck} small />
                {t('signIn.witnesses', { count: cosigned })}
              </span>
            )}
          </div>
          {lines.map((line, index) => (
            <div key={index} className="cut">
              {line === '' ? '\u00a0' : <Hostile text={line} />}
            </div>
          ))}
        </div>
      )}
    </section>
  );
}

/** A quiet tree in the background. */
function Deep() {
  const levels = [0, 1, 2, 3, 4, 5];
  return (
    <svg className="deep" viewBox="0 0 400 900" preserveAspectRatio="xMaxYMid slice" aria-hidden="true" fill="none" stroke="#2a3a78">
      {levels.flatMap((level) =>
        Array.from({ length: 2 ** level }, (_, index) => {
          const width = 640 / 2 ** level;
          const x = -80 + width * (index + 0.5);
          const y = 120 + level * 130;
          return <path key={`${level}-${index}`} d={`M${x - width / 4} ${y + 130}V${y}H${x + width / 4}V${y + 130}`} />;
        }),
      )}
    </svg>
  );
}
