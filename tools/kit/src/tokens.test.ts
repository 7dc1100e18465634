import { expect } from 'chai';
import { jwtVerify } from 'jose';

import { mintServiceToken, mintUserToken } from './tokens.ts';

const secret = 'a secret of at least thirty-two bytes';

describe('tokens', () => {
  it('carry the claims of a user for as long as asked', async () => {
    const claims = await verify(await mintUserToken({ secret, userId: 246, ttlS: 60 }));
    expect(claims).to.include({ token_type: 'access', user_id: 246 });
    expect(claims.jti).to.be.a('string');
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).to.equal(60);
  });

  it('carry the name and scope of a service', async () => {
    const token = await mintServiceToken({ secret, service: 'import', scope: 'a b', ttlS: 60 });
    const claims = await verify(token);
    expect(claims).to.include({ token_type: 'service', sub: 'import', scope: 'a b' });
  });

  it('differ each time', async () => {
    const options = { secret, userId: 246, ttlS: 60 };
    expect(await mintUserToken(options)).to.not.equal(await mintUserToken(options));
  });
});

async function verify(token: string): Promise<Awaited<ReturnType<typeof jwtVerify>>['payload']> {
  return (await jwtVerify(token, Buffer.from(secret), { algorithms: ['HS256'] })).payload;
}
