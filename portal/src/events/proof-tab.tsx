import { Link } from 'wouter';
import type { AuditEvent } from '../api/client';
import { IconDownload } from '../icons';
import { t } from '../i18n';
import { useChecked } from '../proof/data';
import { Steps } from '../proof/steps';
import { useScope } from '../shell/scope';
import { Icon } from '../ui/icon';
import { Later } from '../ui/states';
import { saveFile } from './download-run';

/** What was checked here, and the way to the whole picture. */
export function ProofTab({ event }: { event: AuditEvent }) {
  const { organization } = useScope();
  const checked = useChecked(organization, event.id ?? '');
  if (checked.is !== 'checked') {
    return checked.is === 'checking' ? (
      <Later rows={5} />
    ) : (
      <p className="pad dim">{t(checked.is === 'waiting' ? 'sealed.kept.next' : `sealed.unable.${checked.why}`)}</p>
    );
  }
  return (
    <section className="sec">
      <p className="dim">{t('proof.how')}</p>
      <Steps verdict={checked.verdict} />
      <div className="acts left">
        <Link className="b small" href={`/o/${encodeURIComponent(organization)}/proof?event=${event.id ?? ''}`}>
          {t('proof.path')}
        </Link>
        <button type="button" className="b small" onClick={() => saveFile(checked.zip, `evidence-${event.id ?? ''}.zip`)}>
          <Icon of={IconDownload} small />
          {t('proof.evidence')}
        </button>
      </div>
    </section>
  );
}
