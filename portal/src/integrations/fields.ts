import type { MessageKey } from '../i18n';
import type { Kind } from './data';

/** A field of a form: StackRox's names and order first, then ours. */
export interface FormField {
  name: string;
  label: MessageKey;
  kind: 'text' | 'password' | 'choice' | 'number' | 'flag' | 'pairs' | 'long';
  /** The first is what the server takes where nothing is said. */
  choices?: string[];
  hint?: string;
  required?: boolean;
  more?: boolean;
  /** Never shown again once it is stored. */
  isSecret?: boolean;
  /** What it is for, where its name does not tell. */
  help?: MessageKey;
}

export const FIELDS: Record<Kind, FormField[]> = {
  webhook: [
    { name: 'endpoint', label: 'form.endpoint', kind: 'text', hint: 'https://siem.example.com/audit', required: true },
    { name: 'caCertificate', label: 'form.ca', kind: 'long' },
    { name: 'skipTlsVerify', label: 'form.skipTls', kind: 'flag' },
    { name: 'username', label: 'form.username', kind: 'text' },
    { name: 'password', label: 'form.password', kind: 'password', isSecret: true },
    { name: 'headers', label: 'form.headers', kind: 'pairs', isSecret: true },
    { name: 'extraFields', label: 'form.extraFields', kind: 'pairs' },
    { name: 'format', label: 'form.format', kind: 'choice', choices: ['native', 'stackrox', 'ocsf'] },
    { name: 'signingSecret', label: 'form.signing', kind: 'password', hint: 'whsec_…', isSecret: true, more: true, help: 'form.signing.help' },
    { name: 'previousSigningSecret', label: 'form.signing.previous', kind: 'password', hint: 'whsec_…', isSecret: true, more: true, help: 'form.signing.previous.help' },
    { name: 'addIdentity', label: 'form.addIdentity', kind: 'flag', more: true },
    { name: 'batchEvents', label: 'form.batchEvents', kind: 'number', hint: '1000', more: true },
    { name: 'batchBytes', label: 'form.batchBytes', kind: 'number', hint: '1048576', more: true },
    { name: 'timeoutSeconds', label: 'form.timeout', kind: 'number', hint: '15', more: true },
  ],
  splunk: [
    { name: 'endpoint', label: 'form.collector', kind: 'text', hint: 'https://splunk.example.com:8088', required: true },
    { name: 'token', label: 'form.token', kind: 'password', isSecret: true, required: true },
    { name: 'skipTlsVerify', label: 'form.skipTls', kind: 'flag' },
    { name: 'acknowledge', label: 'form.acknowledge', kind: 'flag' },
    { name: 'format', label: 'form.format', kind: 'choice', choices: ['native', 'stackrox'] },
    { name: 'source', label: 'form.source', kind: 'text', hint: 'indelible', more: true },
    { name: 'sourceType', label: 'form.sourceType', kind: 'text', hint: 'indelible:audit', more: true },
    { name: 'index', label: 'form.index', kind: 'text', more: true },
    { name: 'host', label: 'form.splunkHost', kind: 'text', more: true },
    { name: 'headers', label: 'form.headers', kind: 'pairs', isSecret: true, more: true },
    { name: 'caCertificate', label: 'form.ca', kind: 'long', more: true },
    { name: 'acknowledgeTimeoutSeconds', label: 'form.acknowledgeTimeout', kind: 'number', hint: '300', more: true },
    { name: 'batchEvents', label: 'form.batchEvents', kind: 'number', hint: '1000', more: true },
    { name: 'batchBytes', label: 'form.batchBytes', kind: 'number', hint: '1000000', more: true },
    { name: 'timeoutSeconds', label: 'form.timeout', kind: 'number', hint: '15', more: true },
  ],
  syslog: [
    { name: 'format', label: 'form.format', kind: 'choice', choices: ['json', 'cef', 'stackrox'] },
    { name: 'facility', label: 'form.facility', kind: 'number', hint: '13' },
    { name: 'host', label: 'form.host', kind: 'text', hint: 'syslog.example.com', required: true },
    { name: 'port', label: 'form.port', kind: 'number', hint: '6514' },
    { name: 'transport', label: 'form.transport', kind: 'choice', choices: ['tls', 'tcp', 'relp', 'relp-tls'] },
    { name: 'skipTlsVerify', label: 'form.skipTls', kind: 'flag' },
    { name: 'extraFields', label: 'form.extraFields', kind: 'pairs' },
    { name: 'caCertificate', label: 'form.ca', kind: 'long', more: true },
    { name: 'hostName', label: 'form.hostName', kind: 'text', hint: 'indelible', more: true },
    { name: 'appName', label: 'form.appName', kind: 'text', hint: 'indelible', more: true },
    { name: 'messageBytesMax', label: 'form.messageBytes', kind: 'number', hint: '8192', more: true },
    { name: 'batchEvents', label: 'form.batchEvents', kind: 'number', hint: '500', more: true },
    { name: 'timeoutSeconds', label: 'form.timeout', kind: 'number', hint: '15', more: true },
  ],
  file: [
    { name: 'name', label: 'form.fileName', kind: 'text', hint: 'siem', required: true },
    { name: 'rotateMebibytes', label: 'form.rotate', kind: 'number', hint: '64' },
    { name: 'batchEvents', label: 'form.batchEvents', kind: 'number', hint: '1000', more: true },
  ],
};

/** What was typed, as the API takes it: empty fields are left out, numbers are numbers, pairs are an object; a secret that is taken away is null. */
export function settingsFrom(kind: Kind, typed: Record<string, string | boolean>, takenAway: ReadonlySet<string>): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const field of FIELDS[kind]) {
    const value = typed[field.name];
    if (takenAway.has(field.name)) {
      settings[field.name] = null;
      continue;
    }
    if (field.kind === 'flag') {
      if (value === true) {
        settings[field.name] = true;
      }
    } else if (typeof value === 'string' && value.trim() !== '') {
      settings[field.name] = field.kind === 'number' ? numberOr(value.trim()) : field.kind === 'pairs' ? pairsOr(value) : value.trim();
    }
  }
  return settings;
}

/** What is no number goes to the server as it was typed, which says so under the field. */
function numberOr(text: string): number | string {
  return Number.isNaN(Number(text)) ? text : Number(text);
}

/** What are no pairs goes as lines, which the server refuses: nothing of them is lost on the way. */
function pairsOr(text: string): Record<string, string> | string[] {
  const { pairs, wrong } = pairsOf(text);
  return wrong.length > 0 ? text.split('\n') : pairs;
}

/** The format events are sent in, said or not; null where the kind has only one. */
export function formatOf(kind: Kind, settings: Record<string, unknown>): string | null {
  const field = FIELDS[kind].find((one) => one.name === 'format');
  return field ? String(settings['format'] ?? field.choices?.[0] ?? '') : null;
}

/** A line that is no pair, counted from 1. */
interface WrongLine {
  is: 'no-pair' | 'twice';
  line: number;
  text: string;
}

/** `Name: value`, one a line; and the lines that are none, of which no one is passed over. */
export function pairsOf(text: string): { pairs: Record<string, string>; wrong: WrongLine[] } {
  const pairs = new Map<string, string>();
  const wrong: WrongLine[] = [];
  text.split('\n').forEach((line, index) => {
    const name = line.slice(0, Math.max(0, line.indexOf(':'))).trim();
    if (name !== '' && !pairs.has(name)) {
      pairs.set(name, line.slice(line.indexOf(':') + 1).trim());
    } else if (line.trim() !== '') {
      wrong.push({ is: name === '' ? 'no-pair' : 'twice', line: index + 1, text: name || line.trim().slice(0, 40) });
    }
  });
  return { pairs: Object.fromEntries(pairs), wrong };
}

/** The other way round, to begin an edit with. */
export function typedFrom(kind: Kind, settings: Record<string, unknown>): Record<string, string | boolean> {
  const typed: Record<string, string | boolean> = {};
  for (const field of FIELDS[kind]) {
    const value = settings[field.name];
    if (field.kind === 'flag') {
      typed[field.name] = value === true;
    } else if (field.isSecret || value === undefined || value === null) {
      typed[field.name] = '';
    } else if (field.kind === 'pairs' && typeof value === 'object') {
      typed[field.name] = Object.entries(value).map(([name, one]) => `${name}: ${String(one)}`).join('\n');
    } else {
      typed[field.name] = field.kind === 'choice' && value === field.choices?.[0] ? '' : String(value);
    }
  }
  return typed;
}
