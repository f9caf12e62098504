import { t } from '../i18n';
import { hourMinute, number, useZone } from '../time';
import type { Point } from './data';

/** The lag as one small line. */
export function Spark({ points, isBad }: { points: Point[]; isBad: boolean }) {
  const shown = points.slice(-120);
  if (shown.length < 2) {
    return <svg className="spark" viewBox="0 0 100 28" preserveAspectRatio="none" aria-hidden="true"><path d="M0 26H100" /></svg>;
  }
  const line = polyline(shown, 100, 24, Math.max(2, ...shown.map((one) => one.seconds)));
  return (
    <svg className={'spark' + (isBad ? ' bad' : '')} viewBox="0 0 100 28" preserveAspectRatio="none" role="img" aria-label={t('integrations.lag.now', { seconds: number(shown.at(-1)?.seconds ?? 0) })}>
      <path className="fill" d={`M0 28L${line}L100 28z`} />
      <polyline points={line.replaceAll('L', ' ')} />
    </svg>
  );
}

/** The lag over the time that was seen. */
export function LagChart({ points }: { points: Point[] }) {
  const [zone] = useZone();
  const most = Math.max(2, Math.ceil(Math.max(0, ...points.map((one) => one.seconds)) / 2) * 2);
  const line = points.length > 1 ? polyline(points, 400, 108, most) : '0 108L400 108';
  const first = points[0]?.atMillis ?? Date.now();
  const last = points.at(-1)?.atMillis ?? first;
  return (
    <>
      <div className="lag">
        {[1, 0.5, 0].map((share) => (
          <span key={share} className="y" style={{ top: `${(1 - share) * 96}%` }}>
            {number(most * share)} s
          </span>
        ))}
        <svg viewBox="0 0 400 112" preserveAspectRatio="none" role="img" aria-label={t('integrations.lag.now', { seconds: number(points.at(-1)?.seconds ?? 0) })}>
          <path d="M0 4H400M0 56H400M0 108H400" stroke="var(--line)" fill="none" />
          <path d={`M0 108L${line}L400 108z`} fill="var(--accent-soft)" />
          <path d={`M${line}`} fill="none" stroke="var(--bar-3)" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
        </svg>
      </div>
      <div className="axis lag-axis" aria-hidden="true">
        <span>{hourMinute(first, zone)}</span>
        <span>{hourMinute(last, zone)}</span>
      </div>
    </>
  );
}

function polyline(points: Point[], width: number, height: number, most: number): string {
  const first = points[0]?.atMillis ?? 0;
  const span = Math.max(1, (points.at(-1)?.atMillis ?? 0) - first);
  return points
    .map((one) => `${(((one.atMillis - first) / span) * width).toFixed(1)} ${(height - (Math.min(most, one.seconds) / most) * (height - 4)).toFixed(1)}`)
    .join('L');
}
