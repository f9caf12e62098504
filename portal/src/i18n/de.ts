import { access } from './de/access';
import { download } from './de/download';
import { event } from './de/event';
import { integrationForm } from './de/integration-form';
import { integrations } from './de/integrations';
import { lifecycle } from './de/lifecycle';
import { overview } from './de/overview';
import { own } from './de/own';
import { proof } from './de/proof';
import { proofPage } from './de/proof-page';
import { reads } from './de/reads';
import { say } from './de/say';
import { search } from './de/search';
import { shell } from './de/shell';
import { signIn } from './de/sign-in';
import { table } from './de/table';
import { words } from './de/words';
import type { MessageKey } from './index';

export { problems, sentences } from './de/server';

/** Jeder Text des Portals auf Deutsch, eine Datei je Seite. Sätze sind ganz; nichts wird aus Teilen geklebt. */
export const de: Record<MessageKey, string> = {
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
