import { expect } from 'chai';

import { signIn, signOut } from '../session/session.ts';
import { MAX_SELECTED } from '../payload/limits.ts';
import { clearSelection, mixedBy, select, selected } from './selection.ts';
import type { SelectedEvent } from './selection.ts';

function events(count: number, change: Partial<SelectedEvent> = {}): SelectedEvent[] {
  return Array.from({ length: count }, (_, number) => ({
    id: `evt_${number}`,
    account_mirror_id: 17,
    resend_type: 'CASHIN',
    source_account_branch_identifier: '0001',
    source_account_number: '123456',
    ...change,
  }));
}

function enter(userId: string): void {
  signIn({ token: 'a.b.c', userId, expiresAtMs: null, renewAtMs: null, isByLink: false });
}

describe('the selection of events', () => {
  beforeEach(() => enter('246'));

  afterEach(() => {
    clearSelection();
    signOut();
  });

  it('takes as many as one resend takes, and stays as it is where it would be more', () => {
    const all = events(MAX_SELECTED + 1);
    expect(select(all.slice(0, MAX_SELECTED), true)).to.equal(true);
    expect(select(all.slice(-1), true)).to.equal(false);
    expect(selected.value.size).to.equal(MAX_SELECTED);
    // What is chosen already is no more than that.
    expect(select(all.slice(0, 25), true)).to.equal(true);
    expect(select(all.slice(0, 1), false)).to.equal(true);
    expect(select(all.slice(-1), true)).to.equal(true);
    expect(selected.value.has('evt_0')).to.equal(false);
  });

  it('is nobody else’s, and there again for who chose', () => {
    select(events(2), true);
    signOut('expired');
    enter('245');
    expect(selected.value.size).to.equal(0);
    signOut();
    enter('246');
    expect([...selected.value.keys()]).to.deep.equal(['evt_0', 'evt_1']);
  });

  it('is one resend where it is of one account and one direction', () => {
    const [other] = events(1, { account_mirror_id: 18 });
    const [out] = events(1, { resend_type: 'CASHOUT' });
    expect(mixedBy(events(3))).to.equal(null);
    expect(mixedBy([...events(3), other as SelectedEvent])).to.equal('accounts');
    expect(mixedBy([...events(3), out as SelectedEvent])).to.equal('directions');
  });
});
