import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

import { createCertificate, createTempDir, type CertificateOptions } from '@webhooks/testing';
import { expect } from 'chai';

import type { ErrorDetails } from './support/error-details.ts';
import type { GrpcClient, Json } from './support/grpc-client.ts';
import { startService, type TestService } from './support/service.ts';
import { serviceToken, userToken } from './support/settings.ts';

const account = { account: { id: 17, branch_identifier: '0001', number: '1', user_ids: [246] } };
const dayMs = 86_400_000;

function certificate(change: Partial<CertificateOptions> = {}) {
  return createCertificate({
    name: 'webhooks.bank.example',
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + dayMs),
    usage: 'client',
    ...change,
  });
}

describe('client identities', () => {
  let service: TestService;
  let identities: GrpcClient;
  const token = serviceToken('catalog:read catalog:write');

  before(async () => {
    service = await startService();
    identities = service.client('webhooks.identity.v1.IdentityService');
    await service.catalog.unary('BatchUpsertRecords', { records: [account] });
  });

  after(() => service[Symbol.asyncDispose]());

  const call = (method: string, request: Json): Promise<Json> =>
    identities.unary(method, request, { token });
  const refused = async (method: string, request: Json): Promise<string> => {
    const { status, details } = await identities.refusal(method, request, { token });
    return [status, ...fieldsOf(details)].join(' ');
  };

  it('take a certificate with its key, and never give the key back', async () => {
    const { cert, key } = certificate();
    const request = { name: 'platform', chain: cert, private_key: key, is_default: true };
    const { identity } = await call('PutCertificate', request);
    expect(identity).to.include({ name: 'platform', account_id: 0, is_default: true });
    const [shown] = identity.certificates;
    expect(shown.subject).to.equal('CN=webhooks.bank.example');
    expect(shown.fingerprint).to.match(/^[0-9a-f]{64}$/);
    expect(shown.not_after.seconds).to.be.greaterThan(Date.now() / 1000);
    const text = JSON.stringify([
      await call('GetIdentity', { name: 'platform' }),
      await call('ListIdentities', {}),
    ]);
    expect(text).to.contain('platform').and.not.contain('PRIVATE KEY');
  });

  it('take what an authority signs for their signing request', async () => {
    using directory = createTempDir();
    const { identity } = await call('CreateSigningRequest', {
      ...{ name: 'requested', account_id: 17 },
      ...{ common_name: 'webhooks.bank.example', organization: 'Bank', country: 'BR' },
    });
    expect(identity.signing_request).to.match(/^-----BEGIN CERTIFICATE REQUEST-----/);
    const authority = certificate({ name: 'Authority', isAuthority: true });
    writeFileSync(directory.file('request.pem'), identity.signing_request);
    writeFileSync(directory.file('ca.pem'), authority.cert);
    writeFileSync(directory.file('ca.key'), authority.key);
    const args = ['x509', '-req', '-in', 'request.pem', '-CA', 'ca.pem', '-CAkey', 'ca.key'];
    const chain = execFileSync('openssl', [...args, '-CAcreateserial', '-days', '1'], {
      ...{ cwd: directory.path, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    });
    const wrong = { name: 'requested', account_id: 17, chain: certificate().cert };
    expect(await refused('PutCertificate', wrong)).to.equal('INVALID_ARGUMENT private_key');
    const done = await call('PutCertificate', { name: 'requested', account_id: 17, chain });
    expect(done['identity'].signing_request).to.equal('');
    expect(done['identity'].certificates[0].issuer).to.equal('CN=Authority');
  });

  it('show the certificate before for as long as was asked', async () => {
    const put = ({ cert, key }: { cert: string; key: string }, overlap_seconds: number) =>
      call('PutCertificate', { name: 'rotated', chain: cert, private_key: key, overlap_seconds });
    await put(certificate(), 0);
    const { identity } = await put(certificate(), 86_400);
    const [next, current] = identity.certificates;
    expect(next.use_from.seconds - Date.now() / 1000).to.be.closeTo(86_400, 60);
    expect(current.use_from.seconds).to.be.at.most(Date.now() / 1000);
  });

  it('are refused where chain, key and name do not do', async () => {
    const { cert, key } = certificate();
    const good = { name: 'new', chain: cert, private_key: key };
    const other = certificate();
    const expired = certificate({ notAfter: new Date(Date.now() - 1000) });
    const cases: readonly [change: Json, field: string][] = [
      [{ name: 'none' }, 'name'],
      [{ name: 'a b' }, 'name'],
      [{ account_id: 99 }, 'account_id'],
      [{ overlap_seconds: -1 }, 'overlap_seconds'],
      [{ chain: 'no PEM' }, 'chain'],
      [{ chain: `${cert}${other.cert}` }, 'chain'],
      [{ private_key: other.key }, 'private_key'],
      [{ private_key: 'no PEM' }, 'private_key'],
      [{ private_key: '' }, 'private_key'],
      [{ chain: expired.cert, private_key: expired.key }, 'chain'],
    ];
    for (const [change, field] of cases) {
      const answer = await refused('PutCertificate', { ...good, ...change });
      expect(answer, JSON.stringify(change).slice(0, 60)).to.equal(`INVALID_ARGUMENT ${field}`);
    }
    const server = certificate({ usage: 'server' });
    const ofServers = { ...good, chain: server.cert, private_key: server.key };
    expect(await refused('PutCertificate', ofServers)).to.equal('INVALID_ARGUMENT chain');
    expect(await refused('GetIdentity', { name: 'new' })).to.equal('NOT_FOUND');
  });

  it('are named by endpoints that may use them, and stay while they are', async () => {
    const { cert, key } = certificate();
    await call('PutCertificate', { name: 'named', chain: cert, private_key: key });
    const endpoint = {
      ...{ id: 'ep_mtls', account_id: 17, url: 'https://merchant.example/hook' },
      ...{ type_webhook: 'CASHIN', client_identity: 'named', trust_anchors: cert },
      egress_proxy: 'bank',
    };
    const { accepted } = await service.catalog.unary('BatchUpsertRecords', {
      records: [{ endpoint }],
    });
    expect(accepted).to.equal(1);
    const view = await service.catalog.unary('GetEndpoint', { id: 'ep_mtls' });
    expect(view['endpoint'].endpoint).to.include({
      ...{ client_identity: 'named', trust_anchors: cert, egress_proxy: 'bank' },
    });
    expect(await refused('DeleteIdentity', { name: 'named' })).to.equal('INVALID_ARGUMENT name');
    const unknown = { id: 'ep_mtls', client_identity: 'unknown' };
    const refusal = await service.catalog.refusal('UpdateEndpoint', unknown);
    expect(fieldsOf(refusal.details)).to.deep.equal(['client_identity']);
    const noName = { id: 'ep_mtls', egress_proxy: 'http://proxy.example' };
    const { details } = await service.catalog.refusal('UpdateEndpoint', noName);
    expect(fieldsOf(details)).to.deep.equal(['egress_proxy']);
    await service.catalog.unary('UpdateEndpoint', { id: 'ep_mtls', client_identity: 'none' });
    await call('DeleteIdentity', { name: 'named' });
    expect(await refused('GetIdentity', { name: 'named' })).to.equal('NOT_FOUND');
  });

  it('come by import, too, and repeating one changes nothing', async () => {
    const { cert, key } = certificate();
    const record = { client_identity: { name: 'imported', chain: cert, private_key: key } };
    const broken = { client_identity: { name: 'broken', chain: cert, private_key: 'x' } };
    const answer = await service.catalog.unary('BatchUpsertRecords', {
      records: [record, record, broken],
    });
    expect(answer['accepted']).to.equal(2);
    expect(answer['errors'][0].field).to.equal('client_identity.private_key');
    const { identity } = await call('GetIdentity', { name: 'imported' });
    expect(identity.certificates).to.have.length(1);
  });

  it('are for services with the catalog alone', async () => {
    for (const wrong of [userToken(246), serviceToken('audit:read')]) {
      const { status } = await identities.refusal('ListIdentities', {}, { token: wrong });
      expect(status).to.equal('PERMISSION_DENIED');
    }
    const reader = { token: serviceToken('catalog:read') };
    await identities.unary('ListIdentities', {}, reader);
    const { status } = await identities.refusal('DeleteIdentity', { name: 'platform' }, reader);
    expect(status).to.equal('PERMISSION_DENIED');
  });
});

function fieldsOf(details: ErrorDetails): string[] {
  const { fieldViolations = [] } = (details['google.rpc.BadRequest'] ?? {}) as {
    fieldViolations?: { field: string }[];
  };
  return fieldViolations.map(({ field }) => field);
}
