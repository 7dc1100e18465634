import { waitFor } from '@webhooks/testing';
import { startSystem } from '@webhooks/proof-kit';

import { readAlerts } from './support/operations.ts';
import { findPrometheusTool, startPrometheus } from './support/prometheus.ts';

/** From the death of the dispatcher to the truth of the expression. */
const LIMIT_MS = 30_000;

describe('Prometheus', function () {
  this.timeout(120_000);

  it('sees the death of the dispatcher within 30 seconds, and its return', async function () {
    const program = findPrometheusTool('prometheus');
    if (program === null) return this.skip();
    const rule = readAlerts().find(({ alert }) => alert === 'WebhookNoActiveDispatcher');
    const expression = rule?.expr ?? '';
    await using system = await startSystem();
    await using prometheus = await startPrometheus(program, {
      'webhooks-service': system.settings['SERVICE_ADMIN_PORT'],
      'webhooks-facade': system.settings['FACADE_ADMIN_PORT'],
      'webhooks-dispatcher': system.settings['DISPATCHER_PORT'],
    });
    const isTrue = async (): Promise<boolean> => (await prometheus.count(expression)) > 0;
    await waitFor(async () => !(await isTrue()), { what: 'calm', deadlineMs: 20_000 });
    await system.app('dispatcher').kill();
    await waitFor(isTrue, { what: 'the alert', deadlineMs: LIMIT_MS });
    await system.start('dispatcher');
    await waitFor(async () => !(await isTrue()), { what: 'calm again', deadlineMs: LIMIT_MS });
  });
});
