// Before the first paint, and in a file of its own because of the content security policy: the theme, the language, and the
// questions that every page begins with, which are on their way while the scripts are. Nobody who is not signed in asks more
// than whether that is so.
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
  if (!/^\/(o\/|$)/.test(location.pathname)) {
    return;
  }
  function get(path) {
    return fetch(path, { credentials: 'same-origin', cache: 'no-store' }).catch(function () {
      return null;
    });
  }
  // Relative ranges count from here, also where the page comes in the next minute.
  var nowMillis = Date.now();
  var begun = { '/v1/session': get('/v1/session') };
  var identity = begun['/v1/session']
    .then(function (response) {
      return response && response.ok ? response.clone().json() : {};
    })
    .then(function (session) {
      return session.identity || null;
    })
    .catch(function () {
      return null;
    });
  // Who only sends or connects would be refused, and the log would tell of it.
  function looks(one) {
    return !/^(writer|integrator)$/.test(one.role);
  }
  // So does a search by what is protected; whether it is one, the page knows.
  function isPlain(path, had) {
    return !had.protectedFields || !/[?&]q=/.test(path);
  }
  function getThen(path, isForAll) {
    begun[path] = identity.then(function (had) {
      return had && (isForAll || had.roles.some(looks)) && isPlain(path, had) ? get(path) : null;
    });
  }
  // The first rows, asked for as the page of events will ask: the same address, letter by letter.
  function rows(organization) {
    var search = new URLSearchParams(location.search);
    var asked = new URLSearchParams();
    var minute = Math.floor(nowMillis / 60000) * 60000;
    var units = { m: 60000, h: 3600000, d: 86400000 };
    function put(name, value) {
      if (value) {
        asked.append(name, value);
      }
    }
    function bound(name, otherwise) {
      var text = search.get(name) === null ? otherwise : search.get(name);
      var ago = /^-(\d{1,5})([mhd])$/.exec(text);
      var at = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
      var written = at && at[1] + 'T' + (at[2] || '00:00') + (at[3] || ':00') + (at[4] || 'Z');
      if (text && !ago && (!written || isNaN(Date.parse(written)))) {
        throw new Error('no time');
      }
      put(name, ago ? new Date(minute - ago[1] * units[ago[2]]).toISOString() : written);
    }
    put('organization', organization);
    put('folder', search.get('folder'));
    put('project', search.get('project'));
    put('q', search.get('q'));
    bound('from', '-7d');
    bound('to', '');
    put('order', /^(oldest|received)$/.test(search.get('order')) ? search.get('order') : 'newest');
    put('limit', '200');
    return '/v1/events?' + asked;
  }
  getThen('/v1/organizations', true);
  getThen('/v1/heads');
  var events = /^\/o\/([^/]+)\/events$/.exec(location.pathname);
  if (events) {
    try {
      getThen(rows(decodeURIComponent(events[1])));
    } catch (e) {
      // An address that cannot be read, or a range, is the page's to tell of.
    }
  }
  window.begun = begun;
  window.begunMillis = nowMillis;
})();
