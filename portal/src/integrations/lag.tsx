import { t } from '../i18n';
import { hourMinute, number, span, useZone } from '../time';
import { unbroken, type Point } from './data';

/** The lag as one small line. */
export function Spark({ points, isBad }: { points: Point[]; isBad: boolean }) {
  if (points.length < 2) {
    return <svg className="spark" viewBox="0 0 100 28" preserveAspectRatio="none" aria-hidden="true"><path d="M0 26H100" /></svg>;
  }
  const lines = polylines(points, 100, 24, Math.max(2, ...points.map((one) => one.seconds)));
  return (
    <svg className={'spark' + (isBad ? ' bad' : '')} viewBox="0 0 100 28" preserveAspectRatio="none" role="img" aria-label={t('integrations.lag.now', { count: points.at(-1)?.seconds ?? 0 })}>
      {lines.map((line) => <path key={line.from} className="fill" d={`M${line.from} 28L${line.d}L${line.to} 28z`} />)}
      {lines.map((line) => <path key={line.from} className="line" d={`M${line.d}`} />)}
    </svg>
  );
}

const DAY_MILLIS = 86_400_000;

/** What the chart is of, and since when: a destination of this morning has no day yet. */
export function lagNote(points: Point[], nowMillis: number): string {
  const sinceMillis = nowMillis - (points[0]?.atMillis ?? nowMillis);
  return sinceMillis > 0.98 * DAY_MILLIS ? t('integrations.lag.note')
    : sinceMillis < 60_000 ? t('integrations.lag.just') : t('integrations.lag.since', { span: span(sinceMillis / 1000) });
}

/** So that a number beside the plot stays short. */
const UNITS = [{ name: 'd', seconds: 86_400 }, { name: 'h', seconds: 3_600 }, { name: 'min', seconds: 60 }];

/** The lag over the time that was seen. */
export function LagChart({ points }: { points: Point[] }) {
  const [zone] = useZone();
  const most = Math.max(2, Math.ceil(Math.max(0, ...points.map((one) => one.seconds)) / 2) * 2);
  const unit = UNITS.find((one) => most >= 2 * one.seconds) ?? { name: 's', seconds: 1 };
  const lines = polylines(points, 400, 108, most);
  const first = points[0]?.atMillis ?? Date.now();
  return (
    <>
      <div className="lag">
        {[1, 0.5, 0].map((share) => (
          <span key={share} className="y" style={{ top: `${(1 - share) * 96}%` }}>
            {number(Math.round((most * share * 10) / unit.seconds) / 10)} {unit.name}
          </span>
        ))}
        <svg viewBox="0 0 400 112" preserveAspectRatio="none" role="img" aria-label={t('integrations.lag.now', { count: points.at(-1)?.seconds ?? 0 })}>
          <path d="M0 4H400M0 56H400M0 108H400" stroke="var(--line)" fill="none" />
          {lines.map((line) => <path key={line.from} d={`M${line.from} 108L${line.d}L${line.to} 108z`} fill="var(--accent-soft)" />)}
          {lines.map((line) => <path key={line.from} d={`M${line.d}`} fill="none" stroke="var(--bar-3)" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />)}
        </svg>
      </div>
      <div className="axis lag-axis" aria-hidden="true">
        <span>{hourMinute(first, zone)}</span>
        <span>{t('integrations.lag.end')}</span>
      </div>
    </>
  );
}

/** A line for each part of the time in which somebody looked. */
function polylines(points: Point[], width: number, height: number, most: number): { d: string; from: string; to: string }[] {
  const first = points[0]?.atMillis ?? 0;
  const span = Math.max(1, (points.at(-1)?.atMillis ?? 0) - first);
  const x = (one: Point) => (((one.atMillis - first) / span) * width).toFixed(1);
  return unbroken(points).map((part) => ({
    d: part.map((one) => `${x(one)} ${(height - (Math.min(most, one.seconds) / most) * (height - 4)).toFixed(1)}`).join('L'),
    from: part[0] ? x(part[0]) : '0',
    to: x(part.at(-1) ?? { atMillis: first, seconds: 0 }),
  }));
}
