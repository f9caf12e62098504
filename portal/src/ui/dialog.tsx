import type { FormEvent, ReactNode } from 'react';
import { isSignedOut, Problem, Unreachable } from '../api/client';
import { useAway } from '../api/reach';
import { problemText, t } from '../i18n';
import { ActButton } from './act-button';
import { Window } from './window';

/** A question that is answered once: what it will do, in a sentence, before it does. */
export function Dialog({ title, close, submit, act, danger, busy, fault, disabled, children }: {
  title: string;
  close: () => void;
  submit: () => void;
  act: string;
  danger?: boolean;
  busy?: boolean;
  fault?: unknown;
  disabled?: boolean;
  children: ReactNode;
}) {
  const isAway = useAway() !== null;
  return (
    <Window onClose={close} title={title} size={520} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form
        className="form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          submit();
        }}
      >
        {children}
        {fault !== undefined && fault !== null && !isSignedOut(fault) && (
          <p className="bad" role="alert">
            {faultText(fault)}
          </p>
        )}
        {isAway && (
          <p className="warn" role="status">
            {t('state.away')}
          </p>
        )}
        <div className="acts">
          <button type="button" className="b" onClick={close}>
            {t('action.cancel')}
          </button>
          <ActButton type="submit" className={'b ' + (danger ? 'danger' : 'main')} isBusy={busy === true} disabled={disabled === true || isAway}>
            {act}
          </ActButton>
        </div>
      </form>
    </Window>
  );
}

/** What an act says that failed; nothing where the session had ended: to sign in is asked for over the page, and then the act is done again. */
export function faultText(fault: unknown): string {
  if (isSignedOut(fault)) {
    return '';
  }
  return fault instanceof Problem ? problemText(fault) : fault instanceof Unreachable ? t('state.unreachable') : t('state.error');
}

export function Field({ label, help, children }: { label: string; help?: string | undefined; children: ReactNode }) {
  return (
    <label className="pair">
      <span>{label}</span>
      {children}
      {help && <small className="mute">{help}</small>}
    </label>
  );
}
