import { useEffect } from 'react';
import { Link, useSearchParams } from 'wouter';
import { useScope } from '../shell/scope';
import { t } from '../i18n';
import { Failure, Later } from '../ui/states';
import { useHeads } from './data';
import { useEvent } from './drawer';
import { EventView } from './event-view';
import { elsewhere, writeSearch } from './search';
import { ValueMenus } from './value-menu';

/** One event, alone, at an address that lasts. */
export default function EventPage({ id }: { id: string }) {
  const scope = useScope();
  const event = useEvent(scope.organization, id);
  const heads = useHeads(scope.organization);
  const [parameters, setParameters] = useSearchParams();
  useEffect(() => {
    document.title = t('title', { page: t('drawer.event'), scope: scope.organizationName });
  }, [scope.organizationName]);
  return (
    <ValueMenus>
      <main className="page alone">
        <h1 className="sr">{t('drawer.event')}</h1>
        <p>
          <Link href={elsewhere(scope.organization, parameters, { event: id })}>{t('event.inTable')}</Link>
        </p>
        {event.data ? (
          <div className="panel">
            <EventView
              event={event.data}
              tab={parameters.get('tab') ?? 'details'}
              choose={(tab) => setParameters((before) => writeSearch(before, { tab }), { replace: true })}
              heads={heads}
            />
          </div>
        ) : event.isError ? (
          <Failure error={event.error} retry={() => void event.refetch()} />
        ) : (
          <Later rows={8} />
        )}
      </main>
    </ValueMenus>
  );
}
