import { rolesWith } from '../api/rights';
import { IconLock } from '../icons';
import { t, type MessageKey } from '../i18n';
import { WORDS } from '../query/unasked';
import { Icon } from '../ui/icon';
import { Block } from '../ui/states';

const roles = () => rolesWith(['see-protected']).map((role) => t(`role.${role}` as MessageKey)).join(', ');

/** In the place of what is not counted. */
export function Uncounted({ className = 'mute' }: { className?: string }) {
  return (
    <span className={`${className} uncounted`} title={t('unasked.needs', { roles: roles() })}>
      <Icon of={IconLock} small /> {t('unasked.count')}
    </span>
  );
}

/** In the place of the rows of a search that is not asked. */
export function NotAsked({ by, clear }: { by: string; clear: () => void }) {
  return (
    <Block icon={IconLock} title={by === WORDS ? t('unasked.words') : t('unasked.field', { field: by })}>
      <p>{t(by === WORDS ? 'unasked.words.why' : 'unasked.field.why', { roles: roles() })}</p>
      <p className="mute">{t('unasked.lookup')}</p>
      <div className="acts">
        <button type="button" className="b small" onClick={clear}>
          {t('search.clear')}
        </button>
      </div>
    </Block>
  );
}
