import { expect } from 'chai';

import type { RestContext } from '../http/request-state.ts';
import { createCookieJar } from './cookie-jar.ts';

const NAME = 'session';

/** A request with these cookies, and what its answer sets. */
function exchange(cookies: readonly string[]): { ctx: RestContext; set: string[] } {
  const set: string[] = [];
  const ctx = {
    get: () => cookies.join('; '),
    append: (_name: string, line: string) => void set.push(line),
  };
  return { ctx: ctx as unknown as RestContext, set };
}

const valuesOf = (set: readonly string[]): string[] =>
  set.map((line) => line.slice(0, line.indexOf(';'))).filter((pair) => !pair.endsWith('='));

describe('a jar of cookies', () => {
  const jar = createCookieJar(NAME, { isSecure: true, maxCookies: 3, maxAgeS: null });

  it('gives back what it kept, in cookies that a browser takes', () => {
    for (const length of [1, 3_800, 3_801, 11_400]) {
      const text = 'abcdefghij'.repeat(1_140).slice(0, length);
      const { ctx, set } = exchange([]);
      expect(jar.write(ctx, text)).to.equal(true);
      expect(set).to.have.lengthOf(Math.ceil(length / 3_800));
      for (const line of set) expect(line.length).to.be.at.most(4_000);
      expect(jar.read(exchange(valuesOf(set)).ctx)).to.equal(text);
    }
  });

  it('keeps nothing of what is too long', () => {
    const { ctx, set } = exchange([]);
    expect(jar.write(ctx, 'x'.repeat(11_401))).to.equal(false);
    expect(set).to.deep.equal([]);
  });

  it('leaves nothing of a longer text, and nothing at all when it is cleared', () => {
    const before = ['__Host-session=a', '__Host-session-1=b', '__Host-session-2=c', 'other=d'];
    const shorter = exchange(before);
    jar.write(shorter.ctx, 'new');
    expect(shorter.set).to.deep.equal([
      '__Host-session=new; Path=/; HttpOnly; SameSite=Lax; Secure',
      '__Host-session-1=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0',
      '__Host-session-2=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0',
    ]);
    const cleared = exchange(before);
    jar.clear(cleared.ctx);
    expect(cleared.set.every((line) => line.endsWith('Max-Age=0'))).to.equal(true);
    expect(cleared.set).to.have.lengthOf(3);
  });

  it('reads no cookie of another name, and the first of two', () => {
    expect(jar.read(exchange(['session=x', '__Host-sessions=x', '=x', 'x']).ctx)).to.equal(null);
    expect(jar.read(exchange(['__Host-session=1', '__Host-session=2']).ctx)).to.equal('1');
  });
});
