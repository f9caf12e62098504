import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/client';
import { useHeads } from '../events/data';
import { IconCircleCheck, IconEyeCheck } from '../icons';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { number } from '../time';
import { Hostile } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { cosigners } from './anchor';

/** Who cosigned the newest anchor checkpoint, and how far each state is. */
export function Witnesses() {
  const { organization } = useScope();
  const heads = useHeads(organization);
  const anchor = useQuery({
    queryKey: ['anchor-note'],
    queryFn: async ({ signal }) => (await ask('/logs/anchor/checkpoint', { signal })).text(),
    refetchInterval: 5_000,
    retry: false,
  });
  const names = cosigners(anchor.data ?? '');
  return (
    <section className="panel w6 fill">
      <div className="bar">
        <Icon of={IconEyeCheck} className="mute" />
        <h2>{t('proof.witnesses')}</h2>
        <span className="note">{names.length > 0 ? t('proof.witnesses.count', { count: names.length }) : t('proof.witnesses.none')}</span>
      </div>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('proof.witnesses')}>
        <table className="tb">
          <tbody>
            {names.map((name) => (
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
      {names.length === 0 && (
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
