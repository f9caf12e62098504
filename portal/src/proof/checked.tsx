import { useEffect } from 'react';
import { Link } from 'wouter';
import { IconAlertTriangle, IconCircleCheck, IconRosetteDiscountCheck } from '../icons';
import { t } from '../i18n';
import { preference, remember, usePreference } from '../prefs';
import { useScope } from '../shell/scope';
import { full, useZone } from '../time';
import { Icon } from '../ui/icon';
import type { Verdict } from './verify';

const KEPT = 5;

/** What this browser checked: the server has no say in it. */
interface Check {
  atMillis: number;
  /** Null of evidence that could not be read. */
  event: string | null;
  sequence: number;
  /** Events in the checkpoint it was checked against. */
  size: number;
  isGood: boolean;
}

const nameOf = (organization: string) => `checks ${organization}`;

function parsedChecks(text: string): Check[] {
  try {
    const checks: unknown = JSON.parse(text);
    return Array.isArray(checks) ? (checks as Check[]) : [];
  } catch {
    return [];
  }
}

/** Keeps a verdict in this browser, once. */
export function useRemembered(verdict: Verdict): void {
  useEffect(() => {
    const organization = verdict.event?.organization;
    if (organization === undefined) {
      return;
    }
    const check: Check = {
      atMillis: Date.now(),
      event: verdict.event?.id ?? null,
      sequence: verdict.event?.sequence ?? 0,
      size: Number(verdict.proof?.checkpoint.size ?? 0),
      isGood: verdict.isGood,
    };
    const before = parsedChecks(preference(nameOf(organization), '[]')).filter((one) => one.event !== check.event);
    remember(nameOf(organization), JSON.stringify([check, ...before].slice(0, KEPT)));
  }, [verdict]);
}

/** The last verifications: when, what and with which result. */
export function LastChecks() {
  const { organization } = useScope();
  const [zone] = useZone();
  const [text] = usePreference(nameOf(organization), '[]');
  const checks = parsedChecks(text);
  return (
    <section className="panel w6" aria-label={t('proof.checks')}>
      <div className="bar">
        <Icon of={IconRosetteDiscountCheck} className="mute" />
        <h2>{t('proof.checks')}</h2>
        <span className="note">{t('proof.checks.note')}</span>
      </div>
      {checks.length === 0 ? (
        <p className="pad-all mute">{t('proof.checks.none')}</p>
      ) : (
        <ul className="checked">
          {checks.map((one) => (
            <li key={one.event}>
              <Icon of={one.isGood ? IconCircleCheck : IconAlertTriangle} className={one.isGood ? 'ok' : 'bad'} />
              <div>
                <Link href={`/o/${encodeURIComponent(organization)}/proof?event=${one.event ?? ''}`}>
                  {one.isGood ? t('verdict.good', { sequence: one.sequence }) : t('verdict.bad')}
                </Link>
                <small className="mute">{t('proof.checks.when', { when: full(one.atMillis, zone), count: one.size })}</small>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
