import { Problem } from '../api/client';
import { needsLook, useIntegrations } from '../integrations/data';
import { useScope } from './scope';

const REFRESH_MILLIS = 15_000;

/** How many integrations need a look; null where this server has none of them. Asked only by those who may know. */
export function useTroubles(isAsked: boolean): number | null {
  const { organization } = useScope();
  const integrations = useIntegrations(organization, isAsked, REFRESH_MILLIS);
  if (integrations.error instanceof Problem && integrations.error.status === 404) {
    return null;
  }
  return (integrations.data ?? []).filter(needsLook).length;
}
