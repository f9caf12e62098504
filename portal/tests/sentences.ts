/* Sentences that a source says, read from its text: numbers stand as 3, words as x. */

const CALL = /(?:\.fault\(|new (?:SinkKind\.)?Fault\(|new FaultySettings\(|new ProblemAnswer\(|new Rejected\(|new Denied\(|new InvalidEventException\(|Optional\.of\(|\binvalid\()/g;
const LITERAL = /"(?:[^"\\]|\\.)*"/g;

/** Of a Java source: of each refusal the first text of more than one word, with what is added to it. */
export function sentencesOfJava(source: string): string[] {
  return sentencesOf(source, CALL);
}

function sentencesOf(source: string, calls: RegExp): string[] {
  return [...source.matchAll(calls)].flatMap((call) => {
    const given = inside(source, call.index + call[0].length);
    const first = [...given.matchAll(LITERAL)].find((one) => one[0].includes(' '));
    if (!first) {
      return [];
    }
    const isAdded = /[\w)]\s*\+\s*$/.test(given.slice(0, first.index));
    return [(isAdded ? 'x' : '') + joined(given.slice(first.index)).replace(/%[\d,]*d/g, '3').replace(/%0\dX/g, '200B').replace(/%(?:s|0\dx)/g, 'x')];
  });
}

/** Of the verifier's script, which is JavaScript: what it requires, refuses and finds. */
export function sentencesOfVerifier(script: string): string[] {
  const quoted = script.replace(/'((?:[^'\\]|\\.)*)'/g, (_, text: string) => `"${text}"`).replace(/"(?:the zip|your policy|event\.json and leaf\.bin)"/g, '"place"');
  // What ends in a blank goes on in a way that is not followed here; a list of members is no sentence.
  return sentencesOf(quoted, /\brequire\(|new Refused\(|found\.push\(/g)
    .filter((text) => !text.endsWith(' ') && !text.startsWith('anchorTagSalt id '))
    .map((text) => text.replace(/\bx\b/g, '3'));
}

/** What stands between a parenthesis and the one that closes it. */
function inside(source: string, from: number): string {
  let depth = 1;
  let at = from;
  for (; at < source.length && depth > 0; at++) {
    if (source[at] === '"') {
      for (at++; source[at] !== '"'; at++) {
        at += source[at] === '\\' ? 1 : 0;
      }
    } else {
      depth += source[at] === '(' ? 1 : source[at] === ')' ? -1 : 0;
    }
  }
  return source.slice(from, at - 1);
}

/** `"a " + b + " c"` as `a x c`. */
function joined(expression: string): string {
  let text = '';
  for (let rest = expression; ; ) {
    const literal = /^\s*("(?:[^"\\]|\\.)*")/.exec(rest);
    const other = /^\s*[\w.]+(?:\((?:[^()]|\([^()]*\))*\))?(?:\.\w+\((?:[^()]|\([^()]*\))*\))*/.exec(rest);
    if (!literal && !other) {
      return text;
    }
    text += literal ? (JSON.parse((literal[1] ?? '').replaceAll('\\s', ' ')) as string) : 'x';
    rest = rest.slice((literal ?? other)?.[0].length);
    const plus = /^\s*\+/.exec(rest);
    if (!plus) {
      return text;
    }
    rest = rest.slice(plus[0].length);
  }
}
