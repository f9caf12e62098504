import { IconAlertTriangle, IconCircleCheck } from '../icons';
import { hasMessage, sentenceOf, t } from '../i18n';
import { number } from '../time';
import { marked } from '../ui/hostile';
import { Icon } from '../ui/icon';
import type { Exchange } from './data';

export function hasArrived({ outcome }: Exchange): boolean {
  return outcome === 'confirmed' || outcome === 'waiting';
}

/** Request and answer as they were sent, secrets masked, and what the answer means. */
export function TestResult({ exchange }: { exchange: Exchange }) {
  const isGood = hasArrived(exchange);
  const millis = Object.values(exchange.phases).reduce((sum, one) => sum + one, 0);
  return (
    <div role="status">
      <p className={isGood ? 'ok meaning' : 'bad meaning'}>
        <Icon of={isGood ? IconCircleCheck : IconAlertTriangle} /> {marked(sentenceOf(exchange.meaning))}
      </p>
      <div className="wire">
        <div className="hd">
          {t('test.request')}
          <span className="end">{exchange.tls ? marked(exchange.tls) : t('test.noTls')}</span>
        </div>
        <pre tabIndex={0}>{marked(exchange.request, true)}</pre>
      </div>
      <div className="wire">
        <div className="hd">
          {t('test.answer')}
          <span className="end num">{number(millis)} ms</span>
        </div>
        <pre tabIndex={0}>{marked(exchange.response, true) || '–'}</pre>
      </div>
      <p className="mute num phases">
        {Object.entries(exchange.phases).map(([name, took]) => `${phase(name)} ${number(took)} ms`).join(' · ')}
      </p>
    </div>
  );
}

function phase(name: string): string {
  const key = `phase.${name}`;
  return hasMessage(key) ? t(key) : name;
}
