import { needsLook, useIntegrations } from '../integrations/data';
import { useScope } from './scope';

const REFRESH_MILLIS = 15_000;

/** How many integrations need a look. */
export function useTroubles(): number {
  const { organization } = useScope();
  const integrations = useIntegrations(organization, true, REFRESH_MILLIS);
  return (integrations.data ?? []).filter(needsLook).length;
}
