import { Socket } from 'node:net';

import { expect } from 'chai';

import { ConnectionSlots } from './connection-slots.ts';

describe('ConnectionSlots', () => {
  /** Connections of a peer, one after the other; those that found no slot are destroyed. */
  function accept(slots: ConnectionSlots, peer: string, count: number, isProxy = false) {
    return Array.from({ length: count }, () => {
      const socket = new Socket();
      slots.accept(socket, peer, isProxy);
      return socket;
    });
  }
  const open = (sockets: readonly Socket[]): number =>
    sockets.filter(({ destroyed }) => !destroyed).length;
  const serve = (slots: ConnectionSlots, sockets: readonly Socket[]): void => {
    for (const socket of sockets) slots.arrived(socket);
  };

  it('give one peer three quarters and leave the rest to the next', () => {
    const slots = new ConnectionSlots(100);
    const first = accept(slots, 'a', 200);
    expect(open(first)).to.equal(75);
    expect(open(first.slice(0, 125)), 'those that have waited longest go').to.equal(0);
    const second = accept(slots, 'b', 18);
    expect([open(first), open(second)]).to.deep.equal([75, 18]);
  });

  it('takes no slot from a request that is being answered', () => {
    const slots = new ConnectionSlots(100);
    const busy = accept(slots, 'a', 75);
    serve(slots, busy);
    expect(open(accept(slots, 'a', 10))).to.equal(0);
    expect(open(busy)).to.equal(75);
    slots.answered(busy[0] as Socket);
    const [next] = accept(slots, 'a', 1);
    expect([busy[0]?.destroyed, next?.destroyed]).to.deep.equal([true, false]);
  });

  it('take from the peer that holds most when nothing is free', () => {
    const slots = new ConnectionSlots(40);
    const peers = 'abcdefgh'.split('').map((peer) => accept(slots, peer, 40));
    const held = peers.map(open);
    expect(held.reduce((sum, count) => sum + count)).to.be.at.most(40);
    expect(Math.min(...held), String(held)).to.be.at.least(1);
    const last = accept(slots, 'i', 3);
    expect(open(last)).to.be.at.least(1);
  });

  it('bound a trusted proxy by nothing but the number of all', () => {
    const slots = new ConnectionSlots(40);
    const proxied = accept(slots, 'p', 40, true);
    expect(open(proxied)).to.equal(40);
    slots.began(proxied[0] as Socket, 'one');
    for (const socket of proxied.slice(1)) slots.began(socket, 'other');
    expect(open(accept(slots, 'p', 5, true))).to.equal(5);
    expect(proxied[0]?.destroyed, 'of a caller with one').to.equal(false);
    expect(open(proxied)).to.equal(35);
  });

  it('count a connection once, however it ends', async () => {
    const slots = new ConnectionSlots(4);
    for (let round = 0; round < 20; round += 1) {
      const [socket] = accept(slots, 'a', 1) as [Socket];
      slots.arrived(socket);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.destroy();
      slots.answered(socket);
      await closed;
      slots.answered(socket);
    }
    expect(open(accept(slots, 'a', 3))).to.equal(3);
  });
});
