import { receive, type Receiver } from './receiver';
import { api, apiJson, until } from './world';

/* An organization with something on every page, so that pictures show what people will see; taken away again afterwards. */

export interface Furnished {
  /** Of the destination with a parked event. */
  parked: string;
  clear: () => Promise<void>;
}

const post = async <T>(path: string, body: unknown): Promise<T> => {
  const answer = await api(path, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) {
    throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }
  return (await answer.json()) as T;
};

/** Takes what it gets as a Splunk collector with acknowledgement does; refuses what says `refuse-me`. */
function collector(): Promise<Receiver> {
  let acks = 0;
  return receive((body, path) => {
    if (path.startsWith('/services/collector/ack')) {
      const { acks: asked } = JSON.parse(body) as { acks: number[] };
      return [200, JSON.stringify({ acks: Object.fromEntries(asked.map((id) => [id, true])) })];
    }
    if (path.startsWith('/services/')) {
      return [200, JSON.stringify({ text: 'Success', code: 0, ackId: acks++ })];
    }
    return body.includes('refuse-me') ? [422, 'field price has to be a number'] : [200, '{}'];
  });
}

export async function furnish(): Promise<Furnished> {
  const server = await collector();
  const at = server.url;
  for (const [path, body] of [
    ['folders', { id: 'eu', name: 'Europe' }],
    ['projects', { id: 'shop', name: 'Web shop', folder: 'eu' }],
    ['projects', { id: 'warehouse', name: 'Warehouse', folder: 'eu' }],
    ['projects', { id: 'sandbox', name: 'Sandbox' }],
  ] as const) {
    await api(`/v1/${path}`, { method: 'POST', body: JSON.stringify({ organization: 'demo', ...body }) });
  }
  const grants: string[] = [];
  for (const [kind, id, role, project] of [
    ['person', 'jane.doe@example.com', 'administrator', ''], ['person', 'omar.haddad@example.com', 'reader', 'shop'], ['person', 'omar.haddad@example.com', 'exporter', 'warehouse'],
    ['group', 'security', 'investigator', ''], ['group', 'auditors', 'auditor', ''], ['person', 'mei.tanaka@example.com', 'integrator', ''],
  ] as const) {
    grants.push((await post<{ id: string }>('/v1/grants', { subject: { kind, id }, role, organization: 'demo', ...(project ? { project } : {}) })).id);
  }
  const keys: string[] = [];
  for (const [name, roles, validFor] of [['shop backend', ['writer'], 'P365D'], ['nightly report', ['reader', 'exporter'], 'P90D'], ['Splunk forwarder of old', ['reader'], 'P30D']] as const) {
    keys.push((await post<{ id: string }>('/v1/keys', { organization: 'demo', name, roles, validFor })).id);
  }
  await api(`/v1/keys/${keys[2] ?? ''}`, { method: 'DELETE' });
  const holds: string[] = [];
  for (const [query, reason, owner] of [['actor:u-48 outcome:denied', 'Break-in of last night, case 2026-17', 'Jane Doe'], ['action:customer.export actor:u-31', 'Tax audit until the end of the year', 'Omar Haddad']] as const) {
    holds.push((await post<{ id: string }>('/v1/holds', { organization: 'demo', query, reason, owner })).id);
  }
  const integrations: string[] = [];
  const integrate = async (name: string, type: string, settings: unknown, filter: string) => {
    const made = await post<{ id: string }>('/v1/integrations', { organization: 'demo', name, type, enabled: true, filter, start: 'beginning', [type]: settings });
    integrations.push(made.id);
    return made.id;
  };
  // A receiver that takes the next one has refused that one, and is not away itself.
  for (const description of ['refuse-me: a price in words', 'refunded in full']) {
    await post('/v1/events?organization=demo', { action: 'order.refund', actor: { id: 'u-23', name: 'Omar Haddad' }, targets: [{ type: 'order', id: 'order-7012' }], detail: { description } });
  }
  await integrate('Splunk production', 'splunk', { endpoint: at, token: '5c0d7c5e-0e0e-4f0b-9b5c-7f2c00000000', acknowledge: true }, '');
  const parked = await integrate('Refund desk', 'webhook', { endpoint: `${at}/refunds` }, 'action:order.refund');
  await integrate('Security desk', 'webhook', { endpoint: `${at}/audit` }, 'outcome:denied');
  await integrate('Archive', 'file', { name: 'archive' }, '-operation:read');
  const away = await integrate('On-call collector', 'webhook', { endpoint: 'http://127.0.0.1:9/in' }, 'severity>=warning');
  const paused = await integrate('Billing mirror', 'webhook', { endpoint: `${at}/mirror` }, 'action:product.*');
  await api(`/v1/integrations/${paused}/pause?reason=${encodeURIComponent('moves to another host')}`, { method: 'POST' });
  const state = async (id: string) => (await apiJson<{ status: { state: string; parked: number } }>(`/v1/integrations/${id}`)).status;
  await until('one is parked', async () => (await state(parked)).parked > 0);
  await until('one is retried', async () => (await state(away)).state === 'retrying');
  return {
    parked,
    clear: async () => {
      server.close();
      const gone = [
        ...integrations.map((id) => `/v1/integrations/${id}?pending=abandon`), ...holds.map((id) => `/v1/holds/${id}?organization=demo`),
        ...grants.map((id) => `/v1/grants/${id}`), ...keys.slice(0, 2).map((id) => `/v1/keys/${id}`),
      ];
      await Promise.all(gone.map((path) => api(path, { method: 'DELETE' })));
    },
  };
}
