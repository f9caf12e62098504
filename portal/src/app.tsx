import { Route, Switch } from 'wouter';
import { useSession } from './api/session';
import { NoSuchPage } from './shell/no-such-page';
import { SignIn } from './shell/sign-in';
import { Shell } from './shell/shell';
import { part } from './ui/part';
import { Later, NotReached } from './ui/states';

const Verify = part(() => import('./proof/verify-page'), <Later />);

/** Which page an address leads to. Whoever is not signed in signs in at the address that was asked for. */
export function App() {
  return (
    <Switch>
      <Route path="/verify" component={Verify} />
      <Route path="/o/:organization/*?">{(parameters) => <Known organization={parameters.organization} />}</Route>
      <Route path="/">
        <Known organization={null} />
      </Route>
      <Route>
        <NoSuchPage />
      </Route>
    </Switch>
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
      return <Shell key={session.identity.id} organization={organization} />;
  }
}
