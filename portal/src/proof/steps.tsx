import { IconCircleCheck, IconAlertTriangle, IconAlertCircle } from '../icons';
import { begun, hasMessage, locale, sentenceOf, t } from '../i18n';
import { number } from '../time';
import { marked } from '../ui/hostile';
import { Icon } from '../ui/icon';
import { Instant } from '../ui/instant';
import { Phrase } from '../ui/phrase';
import { found, type Found } from './said';
import { shownOf, type Verdict } from './verify';

/** What was checked and found. */
export function Steps({ verdict }: { verdict: Verdict }) {
  const shown = shownOf(verdict);
  return (
    <ol className="steps">
      {verdict.steps.map((step, index) => {
        const known = found(step, shown);
        const other = known ? '' : begun(sentenceOf(step.message));
        const isForeign = other === begun(step.message) && !locale().startsWith('en');
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
              <p lang={isForeign ? 'en' : undefined}>{known ? <Sentence of={known} /> : marked(other)}</p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function Sentence({ of: { key, places } }: { of: Found }) {
  const parts = Object.entries(places).map(([name, { kind, value }]) => [name, kind === 'time' ? <Instant text={value} /> : kind === 'number' ? number(Number(value)) : marked(value)] as const);
  return <Phrase of={key} parts={Object.fromEntries(parts)} />;
}
