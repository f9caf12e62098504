import { Link } from 'wouter';
import type { AuditEvent } from '../api/client';
import { t } from '../i18n';
import { useChecked } from '../proof/data';
import { SaveEvidence } from '../proof/save-evidence';
import { Steps } from '../proof/steps';
import { useScope } from '../shell/scope';
import { Later } from '../ui/states';

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
        <SaveEvidence id={event.id ?? ''} sequence={event.sequence} small />
      </div>
    </section>
  );
}
