import { Code, ConnectError } from '@connectrpc/connect';

/** Both alphabets, padded or not; a plus sign that was not percent-encoded has become a space. */
const BASE64 = /^(?:[A-Za-z0-9+/_-]{4})*(?:[A-Za-z0-9+/_-]{2,3}={0,2})?$/;

/**
 * Checks the message of a Connect GET before Connect decodes it, which would take what is no base64
 * for an error of its own.
 *
 * @throws ConnectError INVALID_ARGUMENT for what is no base64.
 */
export function assertReadableQuery(query: URLSearchParams): void {
  if (query.get('base64') !== '1') return;
  if (!BASE64.test(query.get('message') ?? '')) {
    throw new ConnectError('message is no base64', Code.InvalidArgument);
  }
}
