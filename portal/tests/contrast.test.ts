import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/* Contrast by WCAG 2.2, from the style sheet itself: every text colour on every ground it may stand on. */

const css = readFileSync(new URL('../src/styles/tokens.css', import.meta.url), 'utf8');

function tokens(theme: 'light' | 'dark'): Map<string, string> {
  const light = /:root \{([^}]*)\}/.exec(css)?.[1] ?? '';
  const dark = /\[data-mantine-color-scheme="dark"\] \{([^}]*)\}/.exec(css)?.[1] ?? '';
  const found = new Map<string, string>();
  for (const [, name, value] of (light + (theme === 'dark' ? dark : '')).matchAll(/(--[\w-]+): (#[0-9a-f]{6})/g)) {
    found.set(name ?? '', value ?? '');
  }
  return found;
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const GROUNDS = ['--surface', '--bg', '--sunken', '--hover', '--selected', '--token'];

for (const theme of ['light', 'dark'] as const) {
  const all = tokens(theme);
  const colour = (name: string) => all.get(name) ?? expect.fail(`${name} is not in the style sheet`);

  test.each(['--text', '--dim', '--mute', '--accent', '--ok', '--bad', '--warn'])(`${theme}: %s can be read on every ground`, (name) => {
    for (const ground of GROUNDS) {
      expect(contrast(colour(name), colour(ground)), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  test(`${theme}: states can be read on their own grounds, the main button and controls be seen`, () => {
    for (const state of ['ok', 'bad', 'warn', 'accent']) {
      expect(contrast(colour(`--${state}`), colour(`--${state}-soft`)), state).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(colour('--on-accent'), colour('--accent-fill'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour('--control'), colour('--surface'))).toBeGreaterThanOrEqual(3);
  });
}
