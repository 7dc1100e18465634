import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { anyPack } from '@bufbuild/protobuf/wkt';
import type { ConnectError } from '@connectrpc/connect';

import type { RelayedFailureSchema } from '@webhooks/contracts';

/** An error as a message, with all that it would carry as the end of a call. */
export function failureOf(error: ConnectError): MessageInitShape<typeof RelayedFailureSchema> {
  const details = error.details.flatMap((detail) =>
    'desc' in detail ? [anyPack(detail.desc, create(detail.desc, detail.value))] : [],
  );
  return { code: error.code, message: error.rawMessage, details };
}
