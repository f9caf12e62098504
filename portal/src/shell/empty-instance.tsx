import { t } from '../i18n';
import { IconBuilding } from '../icons';
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
