const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Characters that turn text around, hide it or are not there, as marks. Line breaks only where they mean something. */
export function marked(text: string, lines = false): string {
  return text.replace(HIDDEN, (character) => {
    if (lines && (character === '\n' || character === '\t')) {
      return character;
    }
    return '⟨U+' + (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0') + '⟩';
  });
}
