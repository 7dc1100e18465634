import { spawnSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';

import { expect } from 'chai';

import { createSigningRequest } from './signing-request.ts';

const subject = {
  commonName: 'webhooks.bank.example',
  organization: 'Banco Ação S.A.',
  organizationalUnit: '',
  country: 'BR',
};

describe('createSigningRequest', () => {
  before(function () {
    if (spawnSync('openssl', ['version']).status !== 0) this.skip();
  });

  for (const keyType of ['EC_P256', 'RSA_2048', 'RSA_4096'] as const) {
    it(`makes a request over a key of ${keyType} that openssl verifies`, async () => {
      const { signingRequest, privateKey } = await createSigningRequest(subject, keyType);
      const args = [
        'req',
        '-verify',
        '-noout',
        '-subject',
        '-pubkey',
        '-nameopt',
        'utf8,sep_comma_plus',
      ];
      const { stdout, stderr } = spawnSync('openssl', args, {
        input: signingRequest,
        encoding: 'utf8',
      });
      expect(stderr).to.match(/verify OK/i);
      expect(stdout).to.contain('C=BR').and.contain('O=Banco Ação S.A.');
      expect(stdout)
        .to.contain('CN=webhooks.bank.example')
        .and.not.match(/\bOU *=/);
      const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' });
      expect(stdout).to.contain(publicKey.toString().trim());
    });
  }
});
