/** JSON with line breaks and blanks between its tokens and nothing else changed: digits, escapes, order stay. */
export function indented(json: string): string {
  let depth = 0;
  let shown = '';
  const newLine = () => '\n' + '  '.repeat(Math.max(0, depth));
  for (let at = 0; at < json.length; at++) {
    const character = json[at] ?? '';
    if (character === '"') {
      const end = endOfString(json, at);
      shown += json.slice(at, end);
      at = end - 1;
    } else if (character === '{' || character === '[') {
      const next = json[at + 1];
      if (next === '}' || next === ']') {
        shown += character + next;
        at++;
      } else {
        depth++;
        shown += character + newLine();
      }
    } else if (character === '}' || character === ']') {
      depth--;
      shown += newLine() + character;
    } else if (character === ',') {
      shown += character + newLine();
    } else if (character === ':') {
      shown += ': ';
    } else if (!/\s/.test(character)) {
      shown += character;
    }
  }
  return shown;
}

function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    if (json[at] === '\\') {
      at++;
    } else if (json[at] === '"') {
      return at + 1;
    }
  }
  return json.length;
}
