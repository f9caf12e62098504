import { afterEach, expect, test, vi } from 'vitest';
import { Asking } from '../src/embed/asking';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Tells a reviver the digits of numbers, as browsers do and older engines do not. */
function tellDigits(): void {
  const parse = JSON.parse.bind(JSON);
  vi.spyOn(JSON, 'parse').mockImplementation((text, reviver) => {
    const sources = text.match(/(?<=:)\d[\d.]*/g) ?? [];
    const told = reviver as ((key: string, value: unknown, context: { source?: string }) => unknown) | undefined;
    return parse(text, (key, value: unknown) => (told ? told(key, value, typeof value === 'number' ? { source: sources.shift() } : {}) : value)) as unknown;
  });
}

test('the embedded list keeps the digits of numbers', async () => {
  tellDigits();
  const body = '{"events":[{"id":"a","detail":{"changes":[{"path":"/price","old":17.50,"new":9007199254740993}]}}]}';
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body)));
  const page = await new Asking('https://audit.example.com', 'ivt_x').page(new URLSearchParams(), null, new AbortController().signal);
  const change = page.events?.[0]?.detail?.changes?.[0];
  expect(String(change?.old)).toBe('17.50');
  expect(String(change?.new)).toBe('9007199254740993');
});
