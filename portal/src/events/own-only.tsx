import { readsOwnOnly } from '../api/rights';
import { useIdentity } from '../api/session';
import { IconInfoCircle } from '../icons';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { Icon } from '../ui/icon';

/** Says so where somebody sees only what Indelible itself writes: what is not here is not missing. */
export function OwnOnly() {
  const { organization } = useScope();
  const { roles } = useIdentity();
  return readsOwnOnly(roles, organization) ? (
    <p className="own-only" role="note">
      <Icon of={IconInfoCircle} small /> {t('events.ownOnly')}
    </p>
  ) : null;
}
