import { expect } from 'chai';

import {
  accept,
  accountRecord,
  current,
  endpointRecord,
  nowMs,
  actor,
  request,
  seed,
  userId,
} from '@webhooks/store-conformance/fixtures';

import { openTempStores } from './test-stores.ts';
import type { SqliteStores } from './test-stores.ts';

describe('audit records', () => {
  let stores: SqliteStores;
  beforeEach(async () => {
    stores = await openTempStores();
    await seed(stores, [accountRecord()]);
    await accept(stores);
    await accept(stores, { nowMs: nowMs + 10 });
    await stores.audit.extendChain(2);
  });
  afterEach(() => stores[Symbol.asyncDispose]());

  const exec = (text: string): void => void stores.database.connection.exec(text);
  const ids = (): unknown[] =>
    stores.database.connection.prepare('SELECT id FROM audit_records ORDER BY id').pluck().all();

  const statements = {
    'an update': `UPDATE audit_records SET user_id = 1`,
    'an update of nothing': `UPDATE audit_records SET user_id = user_id WHERE id = 1`,
    'a removal': `DELETE FROM audit_records WHERE id = 1`,
    'a removal of all': `DELETE FROM audit_records`,
    'a replacement': `INSERT OR REPLACE INTO audit_records
      SELECT id, at_ms, 'FORGED', user_id, service, token_id, peer_address, told_address,
        request_id, account_id, resend_id, endpoint_id, details FROM audit_records WHERE id = 1`,
    'an upsert': `INSERT INTO audit_records SELECT * FROM audit_records WHERE id = 1
      ON CONFLICT (id) DO UPDATE SET action = 'FORGED'`,
  };
  for (const [title, text] of Object.entries(statements)) {
    it(`refuse ${title}`, () => {
      expect(() => exec(text)).to.throw(/audit records/);
      expect(ids()).to.deep.equal([1, 2]);
    });
  }

  it('let go what is older than retention says, and nothing else', async () => {
    exec(`UPDATE audit_retention SET before_ms = ${nowMs + 10}`);
    expect(() => exec(`DELETE FROM audit_records`)).to.throw(/retention alone/);
    exec(`DELETE FROM audit_records WHERE id = 1`);
    expect(ids()).to.deep.equal([2]);
  });

  it('are closed again when retention is done, and when it fails', async () => {
    await stores.retention.pruneAuditRecords(nowMs + 1, 10);
    expect(ids()).to.deep.equal([2]);
    const allowed = stores.database.connection
      .prepare('SELECT before_ms FROM audit_retention')
      .pluck();
    expect(allowed.get()).to.equal(null);
    exec(`CREATE TRIGGER broken BEFORE DELETE ON audit_records
      BEGIN SELECT RAISE(ABORT, 'disk on fire'); END`);
    const failure = await stores.retention
      .pruneAuditRecords(nowMs + 99, 10)
      .catch((error: unknown) => error);
    expect(String(failure)).to.match(/disk on fire/);
    expect(allowed.get()).to.equal(null);
  });

  const forgeries = {
    'an update': `UPDATE audit_chain SET hash = replace(hash, 'a', 'b')`,
    'a removal': `DELETE FROM audit_chain WHERE record_id = 2`,
    'a replacement': `INSERT OR REPLACE INTO audit_chain SELECT * FROM audit_chain`,
    'a link in front of the last': `INSERT INTO audit_chain SELECT 0, hash FROM audit_chain`,
  };
  for (const [title, text] of Object.entries(forgeries)) {
    it(`have a chain that refuses ${title}`, async () => {
      expect(() => exec(text)).to.throw(/the audit chain/);
      expect(await stores.audit.chain(0, 9)).to.have.lengthOf(2);
    });
  }

  it('are written with the act, or it is not done', async () => {
    exec(`CREATE TRIGGER full BEFORE INSERT ON audit_records
      BEGIN SELECT RAISE(ABORT, 'no room'); END`);
    const { resends, catalog } = stores;
    const acts = [
      resends.accept([request()]),
      resends.control({ id: 1, userId, action: 'CANCEL', actor, nowMs }),
      catalog.write([endpointRecord()], nowMs, actor),
    ];
    for (const act of acts) {
      expect(String(await act.catch((error: unknown) => error))).to.match(/no room/);
    }
    expect(await resends.get(3, userId)).to.equal(null);
    expect((await current(stores, 1)).control).to.equal('RUNNING');
    expect(await catalog.getEndpoint('ep_in')).to.equal(null);
  });
});
