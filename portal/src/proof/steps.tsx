import { IconCircleCheck, IconAlertTriangle, IconAlertCircle } from '../icons';
import { hasMessage, t } from '../i18n';
import { marked } from '../ui/hostile';
import { Icon } from '../ui/icon';
import type { Verdict } from './verify';

/** What was checked, in the verifier's own words. */
export function Steps({ verdict }: { verdict: Verdict }) {
  return (
    <ol className="steps">
      {verdict.steps.map((step, index) => {
        const key = `step.${step.mark}.${step.place}`;
        return (
          <li key={index} className={step.mark}>
            <Icon
              of={step.mark === 'good' ? IconCircleCheck : step.mark === 'bad' ? IconAlertTriangle : IconAlertCircle}
              className={step.mark === 'good' ? 'ok' : step.mark === 'bad' ? 'bad' : 'warn'}
            />
            <div>
              <b>{hasMessage(key) ? t(key) : marked(step.place)}</b>
              <p lang="en">{marked(step.message)}</p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
