import { startDnsServer, startHttpReceiver, waitFor } from '@webhooks/testing';
import { RESEND_PATH, startSystem } from '@webhooks/proof-kit';
import { expect } from 'chai';

import { bulkAccount, endpointRecord } from './support/records.ts';

const SILENT_ENDPOINTS = 16;

describe('With sixteen endpoints of one account whose names nobody answers for', function () {
  this.timeout(60_000);

  it('other accounts get their webhooks at once, and the owner learns which name it is', async () => {
    await using receiver = await startHttpReceiver();
    await using dns = await startDnsServer((name) =>
      name.startsWith('silent') ? null : ['127.0.0.1'],
    );
    await using system = await startSystem({
      DNS_SERVERS: dns.address,
      ATTEMPT_TIMEOUT_MS: '8000',
      RETRY_SCHEDULE: '0',
    });
    const toName = (name: string): string => receiver.url.replace('127.0.0.1', `${name}.example`);
    const silent = bulkAccount(60, { events: 1, objects: 1 }, toName('silent'));
    const others = [61, 62, 63].map((id) =>
      bulkAccount(id, { events: 4, objects: 1 }, toName(`merchant${id}`)),
    );
    await system.importRecords([
      ...silent.records,
      ...Array.from({ length: SILENT_ENDPOINTS - 1 }, (_, index) =>
        endpointRecord({
          id: `ep_60_${index}`,
          ...{ account_id: 60, url: toName(`silent${index}`), type_webhook: 'CASHIN' },
        }),
      ),
      ...others.flatMap(({ records }) => records),
    ]);
    const silentId = await system.api.accept(silent.request);
    const silentNames = (): number => new Set(dns.questions).size;
    await waitFor(() => silentNames() === SILENT_ENDPOINTS, { what: 'all silent names' });
    for (const other of others) {
      const id = await system.api.accept(other.objectRequest(0));
      const log = await system.api.settled(id, 3_000);
      expect(log).to.include({ status: 'COMPLETED', delivered: 4 });
    }
    expect(await system.api.log(silentId)).to.include({ finished_at: null, delivered: 0 });
    const failed = await system.api.settled(silentId, 30_000);
    expect(failed).to.include({ status: 'FAILED', failed: SILENT_ENDPOINTS });
    const path = `${RESEND_PATH}/${silentId}/deliveries/1/attempts`;
    const { results } = JSON.parse((await system.api.request(path)).text);
    expect(results).to.have.length(1);
    expect(results[0]).to.deep.include({ error_class: 'dns' });
    expect(results[0].error_message).to.include('silent.example: ');
  });
});
