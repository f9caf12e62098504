import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/* Whoever presses a button and goes on by keyboard is where they were: nothing that waits for an answer disables what was pressed. */

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name) && name !== 'api/schema.d.ts');
const WAITS = /\b(isPending|isBusy|busy|isFetching|isLoading|isRunning|isPlaceholderData|isSaving|isTrying)\b/;

test('no button is disabled by what it waits for', () => {
  const found = files.flatMap((name) => {
    const text = readFileSync(`src/${name}`, 'utf8');
    // An element up to the end of its attributes: what `=>` has is no end.
    const buttons = text.match(/<(button|ActButton)\b(?:=>|[^>])*>/g) ?? [];
    return buttons.filter((one) => WAITS.test(/(?<!-)\bdisabled=\{((?:[^{}]|\{[^{}]*\})*)\}/.exec(one)?.[1] ?? '')).map((one) => `${name}: ${one}`);
  });
  expect(found).toEqual([]);
});

test('no element is disabled while it waits where there is no React', () => {
  const found = files.filter((name) => /\.disabled = true/.test(readFileSync(`src/${name}`, 'utf8')));
  expect(found).toEqual([]);
});
