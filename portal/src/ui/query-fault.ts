import { Problem } from '../api/client';
import { faultOf } from '../events/completion';
import { begun, sentenceOf, t } from '../i18n';
import { faultText } from './dialog';

/** What is wrong with a query that stands in a field of its own, of which so many columns before it were not typed. */
export function queryFaultText(error: unknown, columnsBefore = 0): string {
  if (!(error instanceof Problem) || error.code !== 'query-invalid') {
    return faultText(error);
  }
  const { column, text } = faultOf(error.message);
  const said = begun(sentenceOf(text));
  const typed = column - columnsBefore;
  return typed > 0 ? `${t('search.column', { column: typed })} ${said}` : said;
}
