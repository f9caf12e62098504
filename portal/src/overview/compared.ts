import { t } from '../i18n';

/** A count beside that of the time before, which may have had none. */
export function compared(count: number, earlier: number | undefined): string {
  if (earlier === undefined) {
    return '';
  }
  if (earlier === 0 && count === 0) {
    return t('overview.nothing');
  }
  if (earlier * 10 < count) {
    return t('overview.few');
  }
  const percent = Math.round((count / earlier - 1) * 100);
  return percent === 0 ? t('overview.same') : t(percent > 0 ? 'overview.up' : 'overview.down', { percent: Math.abs(percent) });
}
