import { Link } from 'wouter';
import { t } from '../i18n';
import { alsoOwn } from '../query/reads';
import { fieldTerm } from '../query/terms';
import { Hostile } from '../ui/hostile';
import { useOwnPages } from './own-pages';
import { useScope } from './scope';

/** Where the events of a search are, also those that Indelible writes, of the time in which one remembers. */
export function deedsAddress(organization: string, q: string): string {
  return `/o/${encodeURIComponent(organization)}/events?q=${encodeURIComponent(alsoOwn(q))}&from=-90d`;
}

/** Somebody who did something: leads to all that they did, here and in Indelible itself, for who may read it. */
export function Doer({ id, name }: { id: string; name?: string | undefined }) {
  const { organization } = useScope();
  const mayRead = useOwnPages().some((page) => page.path === 'events');
  const label = <Hostile text={name ?? id} />;
  return id === '' || !mayRead ? (
    label
  ) : (
    <Link className="link doer" href={deedsAddress(organization, fieldTerm('actor', id))} title={t('doer.all', { id })}>
      {label}
    </Link>
  );
}
