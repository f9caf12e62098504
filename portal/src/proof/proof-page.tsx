import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { Link, useSearchParams } from 'wouter';
import { address, ask, call, type EventPage } from '../api/client';
import { useHeads } from '../events/data';
import { saveFile } from '../events/download-run';
import { IconCircleCheck, IconDownload, IconEyeCheck, IconRosetteDiscountCheck, IconSearch, IconStack2 } from '../icons';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { clock, number } from '../time';
import { Hostile } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { useKeys } from '../ui/keys';
import { Block, Failure, Later } from '../ui/states';
import { useChecked } from './data';
import { DropPlace, EvidenceButton, useEvidenceFiles } from './drop';
import { VerdictView } from './verdict';
import type { Verdict } from './verify';

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

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
    const id = UUID.exec(text)?.[0];
    setFault(id ? '' : t('proof.unread'));
    if (id) {
      setDropped(null);
      setParameters({ event: id.toLowerCase() });
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
        <Checkpoints />
        <Witnesses />
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
              <Link className="b" href={`/o/${encodeURIComponent(organization)}/events/${id}`}>
                {t('proof.show')}
              </Link>
              <button type="button" className="b" onClick={() => saveFile(checked.zip, `evidence-${id}.zip`)}>
                <Icon of={IconDownload} />
                {t('proof.evidence')}
              </button>
            </>
          }
        />
      );
    case 'checking':
      return <Later rows={10} />;
    case 'waiting':
      return <Block icon={IconRosetteDiscountCheck} title={t('sealed.kept')} />;
    case 'unable':
      return checked.why === 'browser' ? (
        <Block icon={IconRosetteDiscountCheck} title={t('sealed.unable.browser')} />
      ) : (
        <Failure error={checked.error} retry={checked.again} />
      );
  }
}

/** Nothing asked yet: the newest event is as good as any. */
function Newest() {
  const { organization } = useScope();
  const [, setParameters] = useSearchParams();
  const newest = useQuery({
    queryKey: ['newest', organization],
    queryFn: ({ signal }) => call<EventPage>(address('/v1/events', { organization, limit: 1 }), { signal }),
  });
  const id = newest.data?.events?.[0]?.id;
  return (
    <Block icon={IconRosetteDiscountCheck} title={t('proof.begin')}>
      <p>{t('proof.begin.how')}</p>
      {id && (
        <button type="button" className="b main" onClick={() => setParameters({ event: id })}>
          {t('proof.newest')}
        </button>
      )}
    </Block>
  );
}

interface Seen {
  size: number;
  root: string;
  atMillis: number;
}

/** The organization's checkpoints as they are published while this page is open. */
function Checkpoints() {
  const { organization } = useScope();
  const heads = useHeads(organization);
  const [seen, setSeen] = useState<Seen[]>([]);
  const note = useQuery({
    queryKey: ['checkpoint', organization, heads.published],
    queryFn: async ({ signal }) => (await ask(`/logs/${encodeURIComponent(organization)}/checkpoint`, { signal })).text(),
    enabled: heads.published > 0,
  });
  useEffect(() => {
    const [, size, root] = note.data?.split('\n') ?? [];
    if (size && root) {
      setSeen((before) =>
        before[0]?.root === root ? before : [{ size: Number(size), root, atMillis: Date.now() }, ...before].slice(0, 5),
      );
    }
  }, [note.data]);
  return (
    <section className="panel w6">
      <div className="bar">
        <Icon of={IconStack2} className="mute" />
        <h2>{t('proof.checkpoints')}</h2>
        <span className="note">{t('proof.checkpoints.note')}</span>
      </div>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('proof.checkpoints')}>
        <table className="tb">
          <thead>
            <tr>
              <th>{t('proof.events')}</th>
              <th>{t('proof.seen')}</th>
              <th className="right">{t('proof.added')}</th>
              <th>{t('proof.rootHash')}</th>
            </tr>
          </thead>
          <tbody>
            {seen.map((one, index) => (
              <tr key={one.root}>
                <td className="num strong">{number(one.size)}</td>
                <td className="num">{clock(one.atMillis, 'UTC').slice(0, 8)} UTC</td>
                <td className="num right">{seen[index + 1] ? number(one.size - (seen[index + 1]?.size ?? 0)) : '–'}</td>
                <td className="mono">{one.root.slice(0, 20)}…</td>
              </tr>
            ))}
            {seen.length === 0 && (
              <tr>
                <td colSpan={4} className="mute">
                  {t('proof.none')}
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Who cosigned the newest anchor checkpoint, and how far each state is. */
function Witnesses() {
  const { organization } = useScope();
  const heads = useHeads(organization);
  const anchor = useQuery({
    queryKey: ['anchor-note'],
    queryFn: async ({ signal }) => (await ask('/logs/anchor/checkpoint', { signal })).text(),
    refetchInterval: 5_000,
    retry: false,
  });
  const lines = anchor.data?.trimEnd().split('\n') ?? [];
  const origin = lines[0] ?? '';
  const cosigners = lines.flatMap((line) => (line.startsWith('— ') ? [line.slice(2).split(' ')[0] ?? ''] : [])).filter((name) => name !== origin);
  return (
    <section className="panel w6 fill">
      <div className="bar">
        <Icon of={IconEyeCheck} className="mute" />
        <h2>{t('proof.witnesses')}</h2>
        <span className="note">{cosigners.length > 0 ? t('proof.witnesses.count', { count: cosigners.length }) : t('proof.witnesses.none')}</span>
      </div>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('proof.witnesses')}>
        <table className="tb">
          <tbody>
            {cosigners.map((name) => (
              <tr key={name}>
                <th scope="row">
                  <Hostile text={name} />
                </th>
                <td>
                  <Icon of={IconCircleCheck} className="ok" small /> {t('proof.cosigned')}
                </td>
              </tr>
            ))}
            {(['durable', 'searchable', 'published'] as const).map((state) => (
              <tr key={state}>
                <th scope="row">{t(`heads.${state}`)}</th>
                <td className="num right">{number(heads[state])}</td>
              </tr>
            ))}
            {heads.isWitnessed && (
              <tr>
                <th scope="row">{t('heads.witnessed')}</th>
                <td className="num right">{number(heads.sealed)}</td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
      {cosigners.length === 0 && (
        <div className="sealed">
          <Icon of={IconEyeCheck} className="none" />
          <div className="grow">
            <div className="strong">{t('proof.alone')}</div>
            <div className="mute">{t('proof.alone.why')}</div>
          </div>
        </div>
      )}
    </section>
  );
}
