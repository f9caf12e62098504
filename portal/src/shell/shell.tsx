import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { taken } from '../api/begun';
import { call, type Heads, type Organization } from '../api/client';
import { looks } from '../api/rights';
import { useSession } from '../api/session';
import { preference, remember } from '../prefs';
import { useKeys } from '../ui/keys';
import { part } from '../ui/part';
import { Failure, Later } from '../ui/states';
import { DownloadsCorner } from './downloads-corner';
import { Forbidden, NoSuchOrganization } from './forbidden';
import { GoTo } from './go-to';
import { NoSuchPage } from './no-such-page';
import { NoSuchLevel, useUnknownLevel } from './no-such-scope';
import { firstOpened, INSTANCE, type Readable } from './first-opened';
import { useOwnPages } from './own-pages';
import { t } from '../i18n';
import { pageAddress, PAGES, pagesFor, type MainPage } from './pages';
import { ScopeProvider, useScope } from './scope';
import { SignInDialog } from './sign-in';
import { SkipLink } from './skip-link';
import { TopBar } from './top-bar';
import { useLocation } from 'wouter';
import EventsPage from '../events/events-page';

const KeyHelp = part(() => import('./key-help'), null);
const EmptyInstance = part(() => import('./empty-instance'), <Later />);
const Overview = part(() => import('../overview/overview-page'), <Later />);
const Proof = part(() => import('../proof/proof-page'), <Later />);
const Integrations = part(() => import('../integrations/integrations-page'), <Later />);
const Access = part(() => import('../access/access-page'), <Later />);
const Lifecycle = part(() => import('../lifecycle/lifecycle-page'), <Later />);
const Reads = part(() => import('../reads/reads-page'), <Later />);
const Event = part(() => import('../events/event-page'), <Later />);

/** Pages that show a folder or a project alone. */
const SCOPED = new Set(['events', 'overview']);

/** The frame around every page of an organization. */
export function Shell({ organization }: { organization: string | null }) {
  const session = useSession();
  const mayLook = session.is === 'signed-in' && looks(session.identity.roles);
  const organizations = useQuery({
    queryKey: ['organizations'],
    queryFn: ({ signal }) => readable(mayLook, signal),
    initialData: () => {
      const both = taken<[Organizations, Heads]>('/v1/organizations', '/v1/heads');
      return both && named(...both);
    },
  });
  const isHere = organizations.data?.some((one) => one.id === organization) ?? false;
  useEffect(() => {
    if (organization !== null && isHere) {
      remember('organization', organization);
    }
  }, [organization, isHere]);
  if (!organizations.data) {
    return organizations.isError ? <Failure error={organizations.error} retry={() => void organizations.refetch()} /> : <Later />;
  }
  if (organization === null) {
    const own = session.is === 'signed-in' ? session.identity.organization : undefined;
    const first = firstOpened(organizations.data, [preference('organization', ''), own]);
    const page = session.is === 'signed-in' && first ? pagesFor(session.identity.roles, first)[0] : undefined;
    return first ? <Redirect to={pageAddress(first, page ?? PAGES[0]!)} replace /> : <EmptyInstance />;
  }
  return (
    <ScopeProvider organization={organization} organizations={organizations.data}>
      <Framed isHere={isHere} />
      {session.is === 'signed-in' && session.expired && <SignInDialog />}
    </ScopeProvider>
  );
}

/** The top bar, and below it the page or why it is not for whoever asks. */
function Framed({ isHere }: { isHere: boolean }) {
  const { organization } = useScope();
  const pages = useOwnPages();
  const [help, setHelp] = useState(false);
  const [goTo, setGoTo] = useState(false);
  const [at, navigate] = useLocation();
  useKeys(
    {
      '?': () => setHelp(true),
      'ctrl+k': () => setGoTo(true),
      ...Object.fromEntries(pages.map((page) => [`g ${page.key}`, () => navigate(pageAddress(organization, page))])),
    },
    [organization, pages],
  );
  const asked = PAGES.find((page) => page.path === at.split('/')[3]);
  const isOwn = isHere && asked !== undefined && pages.includes(asked);
  const unknown = useUnknownLevel(isOwn && SCOPED.has(asked.path));
  return (
    <>
      <SkipLink label={t(/\/events$/.test(at) ? 'top.skip' : 'top.skip.page')} />
      <TopBar help={() => setHelp(true)} goTo={() => setGoTo(true)} />
      {!isHere ? (
        <NoSuchOrganization />
      ) : asked && !pages.includes(asked) ? (
        <Forbidden page={asked} />
      ) : unknown ? (
        <NoSuchLevel {...unknown} />
      ) : (
        <Pages organization={organization} own={pages} />
      )}
      <DownloadsCorner />
      {help && <KeyHelp close={() => setHelp(false)} />}
      <GoTo opened={goTo} close={() => setGoTo(false)} />
    </>
  );
}

function Pages({ organization, own }: { organization: string; own: readonly MainPage[] }) {
  return (
    <Switch>
      <Route path="/o/:organization">
        <Redirect to={`/o/${encodeURIComponent(organization)}/events`} replace />
      </Route>
      <Route path="/o/:organization/events" component={EventsPage} />
      <Route path="/o/:organization/events/:id">{(parameters) => <Event id={parameters.id} />}</Route>
      <Route path="/o/:organization/overview" component={Overview} />
      <Route path="/o/:organization/proof" component={Proof} />
      <Route path="/o/:organization/integrations/*?" component={Integrations} />
      <Route path="/o/:organization/access/*?" component={Access} />
      <Route path="/o/:organization/lifecycle/*?" component={Lifecycle} />
      <Route path="/o/:organization/reads" component={Reads} />
      <Route>
        <NoSuchPage organization={organization} pages={own} />
      </Route>
    </Switch>
  );
}

type Organizations = { organizations: Organization[] };

/** The organizations one may read: those that were created, and those that just have events. */
async function readable(mayLook: boolean, signal: AbortSignal): Promise<Readable[]> {
  const [created, heads] = await Promise.all([
    call<Organizations>('/v1/organizations', { signal }),
    mayLook ? call<Heads>('/v1/heads', { signal }).catch((): Heads => ({})) : {},
  ]);
  return named(created, heads);
}

function named(created: Organizations, heads: Heads): Readable[] {
  const ids = new Set(created.organizations.map((one) => one.id));
  const others = (heads.heads ?? []).flatMap(({ organization }) => (organization && !ids.has(organization) ? [{ id: organization }] : []));
  const events = new Map((heads.heads ?? []).map((head) => [head.organization, head.durable ?? 0]));
  return [...created.organizations, ...others]
    .map((one) => ({ ...one, events: events.get(one.id) ?? 0 }))
    .sort((one, other) => Number(one.id === INSTANCE) - Number(other.id === INSTANCE));
}
