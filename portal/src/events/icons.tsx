import {
  IconBan, IconCheck, IconDots, IconEye, IconPencil, IconPlayerPlay, IconPlus, IconQuestionMark, IconRobot, IconServer2, IconTrash,
  IconUser, IconUserQuestion, IconX,
} from '../icons';
import { t, type MessageKey } from '../i18n';
import { Icon } from '../ui/icon';

const OPERATIONS = {
  create: IconPlus, read: IconEye, update: IconPencil, delete: IconTrash, execute: IconPlayerPlay, other: IconDots,
} as const;
const ACTORS = {
  user: IconUser, 'service-account': IconRobot, platform: IconServer2, anonymous: IconUserQuestion,
} as const;
const OUTCOMES = {
  success: [IconCheck, 'ok'], failure: [IconX, 'bad'], denied: [IconBan, 'warn'], unknown: [IconQuestionMark, 'none'],
} as const;

export function OperationIcon({ operation }: { operation: string | undefined }) {
  return <Icon of={OPERATIONS[operation as keyof typeof OPERATIONS] ?? IconDots} />;
}

export function ActorIcon({ type }: { type: string | undefined }) {
  return <Icon of={ACTORS[type as keyof typeof ACTORS] ?? IconUserQuestion} />;
}

export function outcomeTone(outcome: string | undefined): string {
  return OUTCOMES[outcome as keyof typeof OUTCOMES]?.[1] ?? 'none';
}

/** Icon and word; colour for what deviates. */
export function Outcome({ outcome }: { outcome: string | undefined }) {
  const known = OUTCOMES[outcome as keyof typeof OUTCOMES] ?? OUTCOMES.unknown;
  return (
    <>
      <Icon of={known[0]} className={known[1]} />
      <span className="cut">{outcomeWord(outcome)}</span>
    </>
  );
}

export function outcomeWord(outcome: string | undefined): string {
  const name = outcome && outcome in OUTCOMES ? outcome : 'unknown';
  return t(`outcome.${name}` as MessageKey);
}
