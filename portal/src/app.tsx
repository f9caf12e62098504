import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { useSession } from './api/session';
import { SignIn } from './shell/sign-in';
import { Shell } from './shell/shell';
import { Later, NotReached } from './ui/states';

const Verify = lazy(() => import('./proof/verify-page'));

/** Which page an address leads to. Whoever is not signed in signs in at the address that was asked for. */
export function App() {
  return (
    <Suspense fallback={<Later />}>
      <Switch>
        <Route path="/verify" component={Verify} />
        <Route path="/o/:organization/*?">{(parameters) => <Known organization={parameters.organization} />}</Route>
        <Route path="/">
          <Known organization={null} />
        </Route>
        <Route>
          <Redirect to="/" replace />
        </Route>
      </Switch>
    </Suspense>
  );
}

function Known({ organization }: { organization: string | null }) {
  const session = useSession();
  switch (session.is) {
    case 'asking':
      return <Later />;
    case 'unreachable':
      return <NotReached retry={session.retry} />;
    case 'signed-out':
      return <SignIn />;
    case 'signed-in':
      return <Shell organization={organization} />;
  }
}
