import { access } from './en/access';
import { download } from './en/download';
import { event } from './en/event';
import { integrationForm } from './en/integration-form';
import { integrations } from './en/integrations';
import { lifecycle } from './en/lifecycle';
import { overview } from './en/overview';
import { own } from './en/own';
import { proof } from './en/proof';
import { proofPage } from './en/proof-page';
import { reads } from './en/reads';
import { say } from './en/say';
import { search } from './en/search';
import { shell } from './en/shell';
import { signIn } from './en/sign-in';
import { table } from './en/table';
import { words } from './en/words';

/** Every text of the portal, in English, a file a page. Sentences are whole; nothing is glued together. */
export const en = {
  ...access,
  ...download,
  ...event,
  ...integrationForm,
  ...integrations,
  ...lifecycle,
  ...overview,
  ...own,
  ...proof,
  ...proofPage,
  ...reads,
  ...say,
  ...search,
  ...shell,
  ...signIn,
  ...table,
  ...words,
};
