import { useState, type FormEvent } from 'react';
import { Link } from 'wouter';
import { IconAlertTriangle, IconEraser, IconSearch } from '../icons';
import { useAway } from '../api/reach';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { number } from '../time';
import { ActButton } from '../ui/act-button';
import { CopyButton } from '../ui/copy';
import { Field, faultText } from '../ui/dialog';
import { Hostile } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { useLifecycleChange, type Erasure } from './data';
import { Parts } from './parts';
import { Window } from '../ui/window';

const NAMES = ['actor', 'email', 'target', 'name'] as const;
type Person = Partial<Record<(typeof NAMES)[number], string>>;

/** Three steps on one page: find the person, see what goes, confirm. What was typed is nowhere but here. */
export function Erase({ close, begun }: { close: () => void; begun: (erasure: Erasure) => void }) {
  const { organization } = useScope();
  const [person, setPerson] = useState<Person>({});
  const [answer, setAnswer] = useState<{ of: string; found: Erasure } | null>(null);
  const find = useLifecycleChange<Erasure>();
  const named = Object.fromEntries(NAMES.flatMap((name) => (person[name]?.trim() ? [[name, person[name].trim()]] : [])));
  // Looking takes a while; who goes on typing meanwhile is shown nothing of another person, and confirms nothing by it.
  const found = answer?.of === JSON.stringify(named) ? answer.found : null;
  const set = (name: (typeof NAMES)[number], value: string) => {
    setPerson({ ...person, [name]: value });
    setAnswer(null);
  };
  return (
    <div className="panel erase">
      <div className="bar">
        <h2>{t('erase.title')}</h2>
        <button type="button" className="b small push" onClick={close}>{t('action.cancel')}</button>
      </div>
      <form
        className="form step"
        aria-label={t('erase.find')}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          find.mutate(
            { path: '/v1/erasures?dry=true', method: 'POST', body: { organization, ...named } },
            { onSuccess: (answered) => setAnswer({ of: JSON.stringify(named), found: answered }) },
          );
        }}
      >
        <h3 className="h3">{t('erase.find')}</h3>
        <p className="mute">{t('erase.find.how')}</p>
        <div className="erase-names">
          {NAMES.map((name) => (
            <Field key={name} label={t(`erase.${name}`)}>
              <input className="text" autoFocus={name === 'actor'} autoComplete="off" spellCheck={false} value={person[name] ?? ''} onChange={(event) => set(name, event.target.value)} />
            </Field>
          ))}
        </div>
        {find.error && <p className="bad" role="alert">{faultText(find.error)}</p>}
        <div className="acts">
          <ActButton type="submit" className={'b' + (found ? '' : ' main')} isBusy={find.isPending} disabled={Object.keys(named).length === 0}>
            <Icon of={IconSearch} small />
            {t(find.isPending ? 'erase.finding' : 'erase.find.act')}
          </ActButton>
        </div>
      </form>
      {found && <Found found={found} />}
      {found && (found.events ?? 0) > 0 && (found.held ?? 0) === 0 && <Confirm named={named} found={found} begun={begun} />}
    </div>
  );
}

function Found({ found }: { found: Erasure }) {
  const { organization } = useScope();
  const events = found.events ?? 0;
  const held = found.held ?? 0;
  return (
    <section className="step" aria-label={t('erase.goes')} role="status">
      <h3 className="h3">{t('erase.goes')}</h3>
      {events === 0 && held === 0 ? (
        <p>{t('erase.nobody')}</p>
      ) : (
        <>
          <p className="strong">{t('erase.found', { count: events + held })}</p>
          <Parts parts={found.parts ?? {}} />
          <Whose found={found} />
          <p className="mute">{t('erase.stays')}</p>
        </>
      )}
      {held > 0 && (
        <p className="bad keep-warning">
          <Icon of={IconAlertTriangle} />
          <span>
            {t('erase.held', { count: held })} <Link href={`/o/${encodeURIComponent(organization)}/lifecycle/holds`}>{t('lifecycle.holds')}</Link>
          </span>
        </p>
      )}
    </section>
  );
}

const DOUBTS = ['events', 'actors', 'core', 'words'] as const;

/** Which actors would be taken out of their events, and why that is unlike one person, if it is. */
function Whose({ found }: { found: Erasure }) {
  const actors = found.mostActors ?? [];
  const doubts = DOUBTS.filter((doubt) => found.doubts?.includes(doubt));
  return (
    <>
      {doubts.length > 0 && (
        <div className="bad keep-warning" role="alert">
          <Icon of={IconAlertTriangle} />
          <div>
            {t('erase.doubts')}
            <ul>{doubts.map((doubt) => <li key={doubt}>{t(`erase.doubt.${doubt}`)}</li>)}</ul>
          </div>
        </div>
      )}
      {actors.length > 0 && (
        <>
          <p>{t('erase.actors', { count: found.actors ?? actors.length })}</p>
          <dl className="parts-gone">
            {actors.map((actor) => (
              <div key={actor.id}>
                <dt><Hostile text={actor.id ?? ''} /></dt>
                <dd className="num">{number(actor.events ?? 0)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </>
  );
}

function Confirm({ named, found, begun }: { named: Person; found: Erasure; begun: (erasure: Erasure) => void }) {
  const { organization } = useScope();
  const isAway = useAway() !== null;
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [begunOne, setBegunOne] = useState<Erasure | null>(null);
  const erase = useLifecycleChange<Erasure>(setBegunOne);
  const events = found.events ?? 0;
  const isTyped = typed.replace(/\D/g, '') === String(events);
  return (
    <form
      className="form step"
      aria-label={t('erase.confirm')}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        erase.mutate({ path: '/v1/erasures', method: 'POST', body: { organization, ...named, reason: reason.trim(), confirm: events } });
      }}
    >
      <h3 className="h3">{t('erase.confirm')}</h3>
      <p className="bad keep-warning">
        <Icon of={IconAlertTriangle} /> {t('erase.confirm.what', { count: events })}
      </p>
      <div className="erase-names">
        <Field label={t('erase.reason')} help={t('erase.reason.help')}>
          <input className="text" value={reason} maxLength={1000} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <Field label={t('erase.type', { count: number(events) })}>
          <input className="text num" autoComplete="off" inputMode="numeric" value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Field>
      </div>
      {erase.error && <p className="bad" role="alert">{faultText(erase.error)}</p>}
      <div className="acts">
        <ActButton type="submit" className="b danger" isBusy={erase.isPending} disabled={!isTyped || reason.trim() === '' || isAway} title={isAway ? t('state.away') : undefined}>
          <Icon of={IconEraser} small />
          {t('erase.act', { count: events })}
        </ActButton>
      </div>
      {begunOne && <Salt erasure={begunOne} close={() => begun(begunOne)} />}
    </form>
  );
}

/** Whoever has the salt can show whom the certificate is about; it is given once. */
function Salt({ erasure, close }: { erasure: Erasure; close: () => void }) {
  return (
    <Window onClose={() => undefined} withCloseButton={false} closeOnEscape={false} title={t('erase.begun')} size={560}>
      <div className="form">
        <p>{t('erase.salt')}</p>
        <pre className="command">{erasure.salt}</pre>
        <div className="acts">
          <CopyButton className="b" text={erasure.salt ?? ''}>{t('action.copy')}</CopyButton>
          <button type="button" className="b main" data-autofocus onClick={close}>{t('keys.stored')}</button>
        </div>
      </div>
    </Window>
  );
}
