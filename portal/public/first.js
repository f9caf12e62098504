// Before the first paint, and in a file of its own because of the content security policy: the theme, the language, and the
// questions that every page begins with, which are on their way while the scripts are.
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
  if (/^\/(o\/|$)/.test(location.pathname)) {
    window.begun = {};
    ['/v1/session', '/v1/organizations', '/v1/heads'].forEach(function (path) {
      window.begun[path] = fetch(path, { credentials: 'same-origin', cache: 'no-store' }).catch(function () {
        return null;
      });
    });
  }
})();
