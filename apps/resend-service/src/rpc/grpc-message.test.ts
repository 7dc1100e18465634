import { expect } from 'chai';

import { encodeGrpcMessage } from './grpc-message.ts';

describe('encodeGrpcMessage', () => {
  const cases: Record<string, string> = {
    'Validation error: a; b, "c"?': 'Validation error: a; b, "c"?',
    '100 %': '100 %25',
    'Não\n': 'N%C3%A3o%0A',
    '💸': '%F0%9F%92%B8',
  };
  for (const [message, encoded] of Object.entries(cases)) {
    it(`writes ${JSON.stringify(message)} as ${encoded}`, () => {
      expect(encodeGrpcMessage(message)).to.equal(encoded);
    });
  }
});
