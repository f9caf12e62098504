// Before the first paint, and in a file of its own because of the content security policy: the theme and the language.
(function () {
  var root = document.documentElement;
  var theme = null;
  var language = null;
  try {
    theme = localStorage.getItem('mantine-color-scheme-value');
    language = localStorage.getItem('language');
  } catch (e) {
    // Without storage the system's theme and the browser's language are taken.
  }
  if (theme !== 'light' && theme !== 'dark') {
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  root.setAttribute('data-mantine-color-scheme', theme);
  root.lang = language || (/^de\b/.test(navigator.language) ? 'de' : 'en');
})();
