import { Code, type ConnectError } from '@connectrpc/connect';

/** How Connect says that a message is no protobuf, or is not what its compression says. */
const UNREADABLE = /^(?:parse binary: |decompression failed$)/;

/**
 * Gives a message that cannot be read the code of what it is, an argument that is not valid; Connect
 * calls it an internal error. Changes the error itself, since Connect answers with that one.
 */
export function blameCaller(error: ConnectError): ConnectError {
  if (error.code === Code.Internal && UNREADABLE.test(error.rawMessage)) {
    (error as { code: Code }).code = Code.InvalidArgument;
  }
  return error;
}
