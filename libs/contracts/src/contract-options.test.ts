import type { DescFile, DescMethod } from '@bufbuild/protobuf';
import { MethodOptions_IdempotencyLevel as Idempotency } from '@bufbuild/protobuf/wkt';
import { expect } from 'chai';

import {
  AuditService,
  CatalogService,
  EndpointService,
  IdentityService,
  EventService,
  file_webhooks_jobs_v1_jobs,
  PortalService,
  ResendService,
} from './index.ts';

const services = [
  ResendService,
  CatalogService,
  EndpointService,
  EventService,
  IdentityService,
  AuditService,
  PortalService,
];

/** Every file of the contract, once. */
function contractFiles(): readonly DescFile[] {
  const all = new Set([file_webhooks_jobs_v1_jobs, ...services.map(({ file }) => file)]);
  // A set is walked to its end even while it grows.
  for (const file of all) for (const imported of file.dependencies) all.add(imported);
  return [...all].filter(({ name }) => name.startsWith('webhooks/'));
}

describe('the options of the contract', () => {
  it('are looked at in every file', () => {
    expect(contractFiles()).to.have.length(16);
  });

  for (const { name, proto } of contractFiles()) {
    it(`name the packages that other languages generate from ${name}.proto`, () => {
      const [, domain = ''] = name.split('/');
      expect(proto.options).to.include({
        goPackage: `webhooks/${domain}/v1;${domain}v1`,
        javaPackage: `webhooks.${domain}.v1`,
        javaMultipleFiles: true,
      });
    });
  }

  it('say of reads, and of nothing else, that they have no side effects', () => {
    const repeatable = services.flatMap(({ methods }) => methods.filter(isRepeatable));
    expect(repeatable.map(({ name }) => name)).to.have.members([
      'PreviewResend',
      'GetResend',
      'ListResends',
      'ListDeliveries',
      'ListAttempts',
      'GetResendStatistics',
      'ListNotices',
      'WatchResend',
      'GetEndpoint',
      'ListEndpoints',
      'ListOwnEndpoints',
      'GetOwnEndpoint',
      'GetEndpointStatistics',
      'GetTestEvent',
      'ListSourceIps',
      'ListEvents',
      'GetEvent',
      'GetIdentity',
      'ListIdentities',
      'ListAuditRecords',
      'ExportAuditRecords',
    ]);
  });
});

function isRepeatable({ idempotency }: DescMethod): boolean {
  return idempotency === Idempotency.NO_SIDE_EFFECTS;
}
