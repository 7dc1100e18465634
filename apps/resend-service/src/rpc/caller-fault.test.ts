import { fromJsonString } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { CatalogRecordSchema } from '@webhooks/contracts';
import { expect } from 'chai';

import { blameCaller } from './caller-fault.ts';

const SECRET = 'whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ';

/** What a caller reads about a record in JSON. */
function answer(json: string): string {
  try {
    fromJsonString(CatalogRecordSchema, json);
  } catch (error) {
    return blameCaller(ConnectError.from(error, Code.InvalidArgument)).rawMessage;
  }
  throw new Error('the record can be read');
}

describe('blameCaller', () => {
  it('says which field cannot be read, and no value of it', () => {
    expect(answer(`{"endpoint":{"signingSecrets":"${SECRET}"}}`)).to.equal(
      'cannot decode field webhooks.catalog.v1.Endpoint.signing_secrets from JSON',
    );
    for (const json of [
      `"${SECRET}"`,
      `{"endpoint":"${SECRET}"}`,
      `{"endpoint":{"authorizationToken":["${SECRET}"]}}`,
      `{"endpoint":{"authorizationToken":"${SECRET}",}}`,
      `{"event":{"occurredAt":"${SECRET}"}}`,
      `{"event":{"payload":{"a":"${SECRET}"}}}`,
    ]) {
      expect(answer(json), json).to.match(/^cannot decode [^:]+ from JSON$/);
    }
  });

  it('names a field that there is not', () => {
    const text = 'cannot decode message webhooks.catalog.v1.Endpoint from JSON: key "x" is unknown';
    expect(answer('{"endpoint":{"x":1}}')).to.equal(text);
  });

  it('takes bytes that are no message for an argument that is not valid', () => {
    const error = new ConnectError('parse binary: premature EOF', Code.Internal);
    expect(blameCaller(error).code).to.equal(Code.InvalidArgument);
    const own = new ConnectError('internal error', Code.Internal);
    expect(blameCaller(own).code).to.equal(Code.Internal);
  });
});
