import { usePreference } from '../prefs';

export type Density = 'compact' | 'roomy';

/** How high rows are, as chosen on this device. */
export function useDensity(): [Density, (density: Density) => void] {
  const [density, choose] = usePreference('density', 'compact');
  return [density === 'roomy' ? 'roomy' : 'compact', choose];
}
