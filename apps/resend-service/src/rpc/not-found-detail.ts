import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ConnectError } from '@connectrpc/connect';

import { NotFoundSchema } from '@webhooks/contracts';
import type { DomainError } from '@webhooks/domain';

type NotFound = MessageInitShape<typeof NotFoundSchema>;

/** Bytes of entries that go into trailers: clients of gRPC take 8 KiB of them, in base64. */
const MAX_TRAILER_BYTES = 4 * 1024;

/** Every entry of a list that was not found; none for other errors. */
export function notFoundDetail({ notFound: entries }: DomainError) {
  if (entries.length === 0) return [];
  const value: NotFound = { entries: [...entries], total: entries.length };
  return [{ desc: NotFoundSchema, value }];
}

/** Makes the details of an error fit into trailers where the protocol of the call has them there. */
export function fitTrailers(error: ConnectError, requestHeader: Headers): ConnectError {
  // The other protocols carry them in a body.
  const isGrpc = /^application\/grpc(?!-web)/.test(requestHeader.get('content-type') ?? '');
  if (!isGrpc) return error;
  error.details = error.details.map((detail) =>
    'desc' in detail && detail.desc === NotFoundSchema
      ? { ...detail, value: cut(detail.value as NotFound) }
      : detail,
  );
  return error;
}

function cut({ entries = [], total = 0 }: NotFound): NotFound {
  let bytes = 0;
  // Two bytes more than its text: its field, and how long it is.
  const end = entries.findIndex(
    (entry) => (bytes += Buffer.byteLength(entry) + 2) > MAX_TRAILER_BYTES,
  );
  return { entries: end === -1 ? entries : entries.slice(0, end), total };
}
