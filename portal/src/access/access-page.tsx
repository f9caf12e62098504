import { Redirect, Route, Switch } from 'wouter';
import { t } from '../i18n';
import { INSTANCE } from '../shell/first-opened';
import { useScope } from '../shell/scope';
import { Page } from '../ui/page';
import { Grants } from './grants';
import { Keys } from './keys';
import { Organizations } from './organizations';
import { Structure } from './structure';

/** Who may do what: organizations, folders and projects; keys; grants. */
export default function AccessPage() {
  const { organization } = useScope();
  const tabs = [
    { path: 'access/structure', name: t('access.structure') },
    { path: 'access/keys', name: t('access.keys') },
    { path: 'access/grants', name: t('access.grants') },
  ];
  return (
    <Page title={t('page.access')} lead={t(organization === INSTANCE ? 'access.lead.instance' : 'access.lead')} tabs={tabs}>
      <Switch>
        <Route path="/o/:organization/access/structure" component={organization === INSTANCE ? Organizations : Structure} />
        <Route path="/o/:organization/access/keys" component={Keys} />
        <Route path="/o/:organization/access/grants" component={Grants} />
        <Route>
          <Redirect to={`/o/${encodeURIComponent(organization)}/access/keys`} replace />
        </Route>
      </Switch>
    </Page>
  );
}
