import { t } from '../i18n';
import { Link } from 'wouter';
import type { Organization } from '../api/client';
import { IconBuilding, IconLock } from '../icons';
import { marked } from '../ui/hostile';
import { Block } from '../ui/states';
import { CopyButton } from '../ui/copy';

/** No organization yet: how one comes to be. */
export function EmptyInstance() {
  const line = `curl -H "Authorization: Bearer $INDELIBLE_KEY" ${location.origin}/v1/events -d '{"organization":"acme","action":"user.login","actor":{"id":"jane"}}'`;
  return (
    <main className="lonely">
      <h1 className="sr">Indelible</h1>
      <Block icon={IconBuilding} title={t('empty.instance')}>
        <pre className="command">{line}</pre>
        <div className="acts">
          <CopyButton className="b" text={line}>
            {t('action.copy')}
          </CopyButton>
          <button type="button" className="b" onClick={() => location.reload()}>
            {t('action.again')}
          </button>
        </div>
      </Block>
    </main>
  );
}

/** An address of an organization that is not there or not for this reader; which of the two, nobody learns here. */
export function NoSuchOrganization({ organization, organizations }: { organization: string; organizations: Organization[] }) {
  return (
    <main className="lonely">
      <h1 className="sr">Indelible</h1>
      <Block icon={IconLock} title={t('state.forbidden.organization', { organization: marked(organization) })} alert>
        <p>{t('state.forbidden.cure')}</p>
        <div className="acts">
          {organizations.slice(0, 5).map((one) => (
            <Link key={one.id} className="b" href={`/o/${encodeURIComponent(one.id)}/events`}>
              {one.name ?? one.id}
            </Link>
          ))}
        </div>
      </Block>
    </main>
  );
}
