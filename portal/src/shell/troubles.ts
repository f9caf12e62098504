/** How many integrations need a look. */
export function useTroubles(): number {
  return 0;
}
