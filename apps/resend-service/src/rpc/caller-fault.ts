import { Code, type ConnectError } from '@connectrpc/connect';

/** How Connect says that a message is no protobuf, or is not what its compression says. */
const UNREADABLE = /^(?:parse binary: |decompression failed$)/;

/** How protobuf says what is wrong in JSON: where, and mostly with the value that stands there. */
const WRONG_JSON = /^(cannot decode .*? from JSON)(?:: (key "[^"]{1,128}" is unknown)$)?/s;

/**
 * Gives a message that cannot be read the code of what it is, an argument that is not valid; Connect
 * calls it an internal error. Leaves out values, which may be secrets. Changes the error itself,
 * since Connect answers with that one.
 */
export function blameCaller(error: ConnectError): ConnectError {
  const mutable: { code: Code; rawMessage: string } = error;
  if (error.code === Code.Internal && UNREADABLE.test(error.rawMessage)) {
    mutable.code = Code.InvalidArgument;
  }
  const [, where, unknownKey] = WRONG_JSON.exec(error.rawMessage) ?? [];
  if (where !== undefined) mutable.rawMessage = [where, unknownKey].filter(Boolean).join(': ');
  return error;
}
