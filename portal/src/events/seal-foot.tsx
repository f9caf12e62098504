import type { AuditEvent } from '../api/client';
import { IconAlertTriangle, IconClock, IconCloudOff, IconEraser, IconRosetteDiscountCheck } from '../icons';
import { t, type MessageKey } from '../i18n';
import { useChecked } from '../proof/data';
import { said } from '../proof/said';
import { differsIn } from '../proof/same';
import { shownOf, type Verdict } from '../proof/verify';
import { useScope } from '../shell/scope';
import { Icon } from '../ui/icon';
import type { Step } from 'virtual:verifier';
import type { HeadsState } from './data';

/** Always one of four: unchanged, kept and soon sealed, cannot be checked now, does not match. */
export function SealFoot({ event, heads }: { event: AuditEvent; heads: HeadsState }) {
  const { organization } = useScope();
  const checked = useChecked(organization, event.id ?? '');
  const isKept = checked.is === 'waiting' || (checked.is === 'checking' && (event.sequence ?? 0) >= heads.published);
  const [tone, icon, title, text] =
    checked.is === 'checked'
      ? cameTo(checked.verdict, event)
      : isKept
        ? (['none', IconClock, t('sealed.kept'), t('sealed.kept.next')] as const)
        : checked.is === 'unable'
          ? (['warn', IconCloudOff, t(checked.why === 'right' ? 'sealed.unable.yours' : 'sealed.unable'), t(`sealed.unable.${checked.why}`)] as const)
          : (['none', IconClock, t('sealed.checking'), ''] as const);
  return (
    <div className={`sealed ${tone}`} role="status">
      <Icon of={icon} className={tone} />
      <div className="grow">
        <div className="strong">{title}</div>
        <div className="mute num">{text}</div>
      </div>
      {(checked.is !== 'unable' || checked.why !== 'right') && (
        <button type="button" className="b small" onClick={checked.again}>
          {t('sealed.again')}
        </button>
      )}
    </div>
  );
}

function cameTo(verdict: Verdict, event: AuditEvent): readonly [string, typeof IconClock, string, string] {
  const other = verdict.event ? differsIn(event, verdict.event) : null;
  const shown = shownOf(verdict);
  if (!verdict.isGood) {
    return ['bad', IconAlertTriangle, t('sealed.mismatch'), t('sealed.mismatch.what', { what: badText(verdict) })];
  }
  if (other !== null) {
    return ['bad', IconAlertTriangle, t('sealed.mismatch'), t('sealed.other', { part: t(`part.${other}` as MessageKey) })];
  }
  return shown === 'all'
    ? ['ok', IconRosetteDiscountCheck, t('sealed.unchanged'), checkpointText(verdict)]
    : ['none', IconEraser, t(shown === 'nothing' ? 'sealed.hidden' : 'sealed.partly'), checkpointText(verdict)];
}

function badText(verdict: { steps: Step[] }): string {
  const bad = verdict.steps.find((step) => step.mark === 'bad');
  return bad ? sentence(said(bad) ?? bad.message) : '';
}

/** As a sentence, which the verifier's own words may lack the signs of. */
function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + (text.endsWith('.') ? '' : '.');
}

function checkpointText(verdict: { proof: { checkpoint: { size: bigint } } | null; steps: { message: string }[] }): string {
  const witnesses = verdict.steps.filter((step) => step.message.startsWith('Witness ')).length;
  const size = Number(verdict.proof?.checkpoint.size ?? 0n);
  return witnesses > 0 ? t('sealed.checkpoint.witnessed', { size, count: witnesses }) : t('sealed.checkpoint', { size });
}
