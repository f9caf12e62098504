import { IconCircleCheck, IconAlertTriangle, IconAlertCircle } from '../icons';
import { hasMessage, locale, sentenceOf, t } from '../i18n';
import { marked } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { said } from './said';
import { shownOf, type Verdict } from './verify';

/** What was checked and found. */
export function Steps({ verdict }: { verdict: Verdict }) {
  const shown = shownOf(verdict);
  return (
    <ol className="steps">
      {verdict.steps.map((step, index) => {
        const found = said(step, shown) ?? sentenceOf(step.message);
        const isForeign = found === step.message && !locale().startsWith('en');
        const before = verdict.steps[index - 1];
        const isMore = before?.mark === 'bad' && before.mark === step.mark && before.place === step.place;
        const key = `step.${step.mark}.${step.place}`;
        return (
          <li key={index} className={step.mark}>
            <Icon
              of={step.mark === 'good' ? IconCircleCheck : step.mark === 'bad' ? IconAlertTriangle : IconAlertCircle}
              className={step.mark === 'good' ? 'ok' : step.mark === 'bad' ? 'bad' : 'warn'}
            />
            <div>
              {!isMore && <b>{hasMessage(key) ? t(key) : marked(step.place)}</b>}
              <p lang={isForeign ? 'en' : undefined}>{marked(found.charAt(0).toUpperCase() + found.slice(1))}</p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
