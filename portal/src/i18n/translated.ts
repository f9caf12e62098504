/** A sentence in another language by the first pattern that fits, its groups likewise; null where none fits. */
export function translated(sentence: string, known: readonly [RegExp, string][]): string | null {
  for (const [pattern, said] of known) {
    const match = pattern.exec(sentence);
    if (match) {
      return said.replace(/\$(\d)/g, (_, group: string) => {
        const inner = match[Number(group)] ?? '';
        return translated(inner, known) ?? inner;
      });
    }
  }
  return null;
}
