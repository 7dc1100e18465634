import { Socket } from 'node:net';

import { expect } from 'chai';

import { ConnectionPlaces } from './connection-slots.ts';

describe('ConnectionPlaces', () => {
  /** Connections of a peer, one after the other; those that found no place are destroyed. */
  function accept(places: ConnectionPlaces, peer: string, count: number, isProxy = false) {
    return Array.from({ length: count }, () => {
      const socket = new Socket();
      places.accept(socket, peer, isProxy);
      return socket;
    });
  }
  const open = (sockets: readonly Socket[]): number =>
    sockets.filter(({ destroyed }) => !destroyed).length;
  const serve = (places: ConnectionPlaces, sockets: readonly Socket[]): void => {
    for (const socket of sockets) places.arrived(socket);
  };

  it('give one peer three quarters and leave the rest to the next', () => {
    const places = new ConnectionPlaces(100);
    const first = accept(places, 'a', 200);
    expect(open(first)).to.equal(75);
    expect(open(first.slice(0, 125)), 'those that have waited longest go').to.equal(0);
    const second = accept(places, 'b', 18);
    expect([open(first), open(second)]).to.deep.equal([75, 18]);
  });

  it('never take a place from a request that is being answered', () => {
    const places = new ConnectionPlaces(100);
    const busy = accept(places, 'a', 75);
    serve(places, busy);
    expect(open(accept(places, 'a', 10))).to.equal(0);
    expect(open(busy)).to.equal(75);
    places.answered(busy[0] as Socket);
    const [next] = accept(places, 'a', 1);
    expect([busy[0]?.destroyed, next?.destroyed]).to.deep.equal([true, false]);
  });

  it('take from the peer that holds most when nothing is free', () => {
    const places = new ConnectionPlaces(40);
    const peers = 'abcdefgh'.split('').map((peer) => accept(places, peer, 40));
    const held = peers.map(open);
    expect(held.reduce((sum, count) => sum + count)).to.be.at.most(40);
    expect(Math.min(...held), String(held)).to.be.at.least(1);
    const last = accept(places, 'i', 3);
    expect(open(last)).to.be.at.least(1);
  });

  it('bound a trusted proxy by nothing but the number of all', () => {
    const places = new ConnectionPlaces(40);
    const proxied = accept(places, 'p', 40, true);
    expect(open(proxied)).to.equal(40);
    places.began(proxied[0] as Socket, 'one');
    for (const socket of proxied.slice(1)) places.began(socket, 'other');
    expect(open(accept(places, 'p', 5, true))).to.equal(5);
    expect(proxied[0]?.destroyed, 'of a caller with one').to.equal(false);
    expect(open(proxied)).to.equal(35);
  });

  it('count a connection once, however it ends', async () => {
    const places = new ConnectionPlaces(4);
    for (let round = 0; round < 20; round += 1) {
      const [socket] = accept(places, 'a', 1) as [Socket];
      places.arrived(socket);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.destroy();
      places.answered(socket);
      await closed;
      places.answered(socket);
    }
    expect(open(accept(places, 'a', 3))).to.equal(3);
  });
});
