import './styles/index';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { gather } from './api/begun';
import { Problem, Unreachable } from './api/client';
import { onReturn, watchNetwork } from './api/reach';
import { SessionProvider } from './api/session';
import { App } from './app';
import { loadLanguage } from './i18n';
import { theme } from './theme';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // Whether there is a network is found out by asking; what found none is asked again when there is.
      networkMode: 'always',
      retry: (count, error) => !(error instanceof Unreachable) && !(error instanceof Problem && error.status < 500) && count < 2,
    },
    mutations: { networkMode: 'always' },
  },
});
watchNetwork();
onReturn(() => void client.refetchQueries({ type: 'active', predicate: (query) => query.state.error instanceof Unreachable }));

/** What is slower than this is drawn when it comes. */
const PATIENCE_MILLIS = 250;

/** Not awaited at the top: a module that waits there makes the bundler cut what it shares with later pages into dozens of files. */
void Promise.all([loadLanguage(), gather(PATIENCE_MILLIS)]).then(() => {
  const root = document.getElementById('root');
  if (root) {
    createRoot(root).render(
      <MantineProvider theme={theme} withCssVariables={false} withGlobalClasses={false} defaultColorScheme="auto" deduplicateCssVariables={false}>
        <QueryClientProvider client={client}>
          <SessionProvider>
            <App />
          </SessionProvider>
        </QueryClientProvider>
      </MantineProvider>,
    );
  }
});
