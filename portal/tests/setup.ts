// Modules that ask the browser when they are loaded find an answer; what needs a real one is tested in a real one.
Object.defineProperty(globalThis, 'matchMedia', { value: () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }) });
if (!('navigator' in globalThis)) {
  Object.defineProperty(globalThis, 'navigator', { value: { language: 'en-GB' } });
}
