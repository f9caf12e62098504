import { useMutation } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { Link, useSearchParams } from 'wouter';
import { address, call, type EventPage } from '../api/client';
import { IconRosetteDiscountCheck, IconSearch } from '../icons';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { ActButton } from '../ui/act-button';
import { Icon } from '../ui/icon';
import { useKeys } from '../ui/keys';
import { Block, Failure, Later } from '../ui/states';
import { LastChecks } from './checked';
import { Checkpoints } from './checkpoints';
import { useChecked } from './data';
import { DropPlace, EvidenceButton, useEvidenceFiles } from './drop';
import { eventNamed } from './named';
import { SaveEvidence } from './save-evidence';
import { VerdictView } from './verdict';
import { shownOf, type Verdict } from './verify';
import { Witnesses } from './witnesses';

/** Is it complete, is it unchanged: an event or a file of evidence, the checkpoints, the witnesses. */
export default function ProofPage() {
  const scope = useScope();
  const [parameters, setParameters] = useSearchParams();
  const event = parameters.get('event') ?? '';
  const [text, setText] = useState(event);
  const [fault, setFault] = useState('');
  const [dropped, setDropped] = useState<Verdict | null>(null);
  const take = useEvidenceFiles(setDropped);
  useEffect(() => setText(event), [event]);
  useEffect(() => {
    document.title = t('title', { page: t('page.proof'), scope: scope.organizationName });
  }, [scope.organizationName]);
  useKeys({ '/': () => document.getElementById('proof-field')?.focus() });
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    const named = eventNamed(text);
    setFault(named === null ? t('proof.unread') : '');
    if (named !== null) {
      setDropped(null);
      setParameters({ event: named });
    }
  };
  return (
    <main className="page">
      <div className="head">
        <div>
          <h1>{t('page.proof')}</h1>
          <p>{t('proof.lead')}</p>
        </div>
        <div className="acts">
          <Link className="b" href="/verify">
            {t('proof.without')}
          </Link>
        </div>
      </div>
      <DropPlace take={take}>
        <div className="panel">
          <form className="ask2" onSubmit={submit}>
            <label className="box">
              <Icon of={IconSearch} className="mute" />
              <input
                id="proof-field"
                className="typing mono"
                aria-label={t('proof.field')}
                placeholder={t('proof.field')}
                aria-invalid={fault !== ''}
                aria-describedby="proof-fault"
                value={text}
                onChange={(change) => setText(change.target.value)}
              />
              <kbd>/</kbd>
            </label>
            <button type="submit" className="b main">
              {t('proof.verify')}
            </button>
            <EvidenceButton take={take} />
          </form>
          {fault && (
            <p id="proof-fault" className="pad-in bad" role="alert">
              {fault}
            </p>
          )}
          {dropped ? <VerdictView verdict={dropped} /> : event ? <OfEvent id={event} /> : <Newest />}
        </div>
      </DropPlace>
      <div className="mosaic">
        <LastChecks />
        <Witnesses />
        <Checkpoints />
      </div>
    </main>
  );
}

function OfEvent({ id }: { id: string }) {
  const { organization } = useScope();
  const checked = useChecked(organization, id);
  switch (checked.is) {
    case 'checked':
      return (
        <VerdictView
          verdict={checked.verdict}
          acts={
            <>
              {shownOf(checked.verdict) !== 'nothing' && (
                <Link className="b" href={`/o/${encodeURIComponent(organization)}/events/${checked.verdict.event?.id ?? id}`}>
                  {t('proof.show')}
                </Link>
              )}
              <SaveEvidence id={checked.verdict.event?.id ?? id} sequence={checked.verdict.event?.sequence} />
            </>
          }
        />
      );
    case 'checking':
      return <Later rows={10} />;
    case 'waiting':
      return <Block icon={IconRosetteDiscountCheck} title={t('sealed.kept')} />;
    case 'unable':
      return checked.why !== 'server' ? (
        <Block icon={IconRosetteDiscountCheck} title={t(checked.why === 'right' ? 'sealed.unable.yours' : 'sealed.unable')}>
          <p>{t(`sealed.unable.${checked.why}`)}</p>
        </Block>
      ) : (
        <Failure error={checked.error} retry={checked.again} />
      );
  }
}

/** Nothing asked yet: the newest event is as good as any. */
function Newest() {
  const { organization } = useScope();
  const [, setParameters] = useSearchParams();
  // Looked up by whoever wants it: that is a search, and recorded as one.
  const newest = useMutation({
    mutationFn: () => call<EventPage>(address('/v1/events', { organization, limit: 1 })),
    onSuccess: ({ events }) => events?.[0]?.id && setParameters({ event: events[0].id }),
  });
  return (
    <Block icon={IconRosetteDiscountCheck} title={t('proof.begin')}>
      <p>{t('proof.begin.how')}</p>
      {newest.data?.events?.length === 0 ? (
        <p>{t('empty.organization')}</p>
      ) : (
        <ActButton className="b main" isBusy={newest.isPending} onClick={() => newest.mutate()}>
          {t('proof.newest')}
        </ActButton>
      )}
      {newest.isError && <Failure error={newest.error} retry={() => newest.mutate()} />}
    </Block>
  );
}
