import type { AuditEvent } from '../api/client';
import { hasMessage, t } from '../i18n';
import { preference, remember } from '../prefs';

/** What nobody has chosen otherwise. */
export const DEFAULT_COLUMNS = ['time', 'actor', 'action', 'target', 'outcome', 'client'];

export interface Column {
  id: string;
  name: string;
  /** How narrow it may become, in pixels. */
  least: number;
  /** Its share of the room that is left; 0 where it is always as wide as that. */
  share: number;
  /** The field to filter by; none where the value cannot be asked for. */
  field?: string;
  mono?: boolean;
}

/** How narrow a column may become, in pixels, and its share of the room that is left. */
const WIDTHS: Record<string, [least: number, share: number]> = {
  time: [112, 0],
  received: [112, 0],
  actor: [108, 1.34],
  action: [136, 1.15],
  target: [92, 1.1],
  outcome: [104, 0],
  client: [112, 0],
  sequence: [84, 0],
};

const FIELDS: Record<string, string> = {
  actor: 'actor', action: 'action', target: 'target', outcome: 'outcome', client: 'ip', operation: 'operation',
  category: 'category', severity: 'severity', service: 'service', channel: 'channel', project: 'project',
  folder: 'folder', region: 'region', correlationId: 'correlationId', key: 'key', targetType: 'targetType',
  actorType: 'actorType', format: 'format', requestId: 'requestId', sessionId: 'sessionId',
};

/** What the menu of the head offers; any other path into the event can be typed. */
export const MORE_COLUMNS = [
  'received', 'operation', 'category', 'severity', 'service', 'channel', 'project', 'folder', 'region', 'actorType',
  'targetType', 'correlationId', 'requestId', 'sessionId', 'sequence', 'key', 'format', 'detail.description',
  'detail.reason', 'detail.request.endpoint', 'detail.response.code',
];

const MONO = new Set(['action', 'client', 'sequence', 'key', 'correlationId', 'requestId', 'sessionId', 'time', 'received']);

export function column(id: string): Column {
  const key = `column.${id}`;
  const field = FIELDS[id];
  const [least, share] = WIDTHS[id] ?? [80, 1];
  return {
    id,
    name: hasMessage(key) ? t(key) : id,
    least,
    share,
    mono: MONO.has(id) || id.startsWith('detail.'),
    ...(field ? { field } : {}),
  };
}

/** The value of a column that has no cell of its own making. */
export function plainValue(event: AuditEvent, id: string): string {
  switch (id) {
    case 'actorType':
      return event.actor?.type ?? '';
    case 'targetType':
      return event.targets?.[0]?.type ?? '';
    case 'requestId':
      return event.client?.requestId ?? '';
    case 'sessionId':
      return event.client?.sessionId ?? '';
    default:
      return text(atPath(event, id.split('.')));
  }
}

function atPath(value: unknown, path: string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[name] : undefined),
    value,
  );
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Under which name they are remembered. */
export const REMEMBERED = 'columns';

/** The columns that were chosen last on this device, which an address without any shows. */
export function ownColumns(): string[] {
  const own = preference(REMEMBERED, '').split(',').filter(Boolean);
  return own.length > 0 ? own : DEFAULT_COLUMNS;
}

export function rememberColumns(columns: readonly string[]): void {
  remember(REMEMBERED, columns.join(','));
}
