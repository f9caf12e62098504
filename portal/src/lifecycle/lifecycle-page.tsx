import { Redirect, Route, Switch } from 'wouter';
import { t } from '../i18n';
import { useScope } from '../shell/scope';
import { Page } from '../ui/page';
import { Erasures } from './erasures';
import { Holds } from './holds';
import { RetentionPage } from './retention';

/** How long events are kept, what is held, and who was erased. */
export default function LifecyclePage() {
  const { organization } = useScope();
  const tabs = [
    { path: 'lifecycle/retention', name: t('lifecycle.retention') },
    { path: 'lifecycle/holds', name: t('lifecycle.holds') },
    { path: 'lifecycle/erasures', name: t('lifecycle.erasures') },
  ];
  return (
    <Page title={t('page.lifecycle')} lead={t('lifecycle.lead')} tabs={tabs}>
      <Switch>
        <Route path="/o/:organization/lifecycle/retention" component={RetentionPage} />
        <Route path="/o/:organization/lifecycle/holds" component={Holds} />
        <Route path="/o/:organization/lifecycle/erasures" component={Erasures} />
        <Route>
          <Redirect to={`/o/${encodeURIComponent(organization)}/lifecycle/retention`} replace />
        </Route>
      </Switch>
    </Page>
  );
}
