import { Link } from 'wouter';
import { may } from '../api/rights';
import { useIdentity } from '../api/session';
import { t, type MessageKey } from '../i18n';
import { useIntegrations } from '../integrations/data';
import { useScope } from '../shell/scope';
import { Hostile } from '../ui/hostile';
import type { Retention } from './data';

/** Why what is over is not gone yet, where something must come before it. */
export function HeldUp({ kept }: { kept: Retention }) {
  const waits = kept.kept?.waitsFor ?? [];
  return waits.length === 0 ? null : (
    <div className="what warned held-up" role="note">
      {waits.map((wait) => (
        <p key={wait.kind}>
          {t(`retention.waits.${wait.kind}${wait.kind === 'delivery' && !wait.integrations?.length ? '.other' : ''}` as MessageKey)}
          {wait.integrations?.length ? <Destinations ids={wait.integrations} /> : null}
        </p>
      ))}
    </div>
  );
}

function Destinations({ ids }: { ids: readonly string[] }) {
  const { organization } = useScope();
  const maySee = may(useIdentity().roles, ['integrate'], organization);
  const all = useIntegrations(organization, maySee).data;
  return ids.map((id, index) => {
    const name = <Hostile text={all?.find((one) => one.id === id)?.name ?? id} />;
    return (
      <span key={id}>
        {index === 0 ? ' ' : ', '}
        {maySee ? <Link href={`/o/${encodeURIComponent(organization)}/integrations`}>{name}</Link> : name}
      </span>
    );
  });
}
