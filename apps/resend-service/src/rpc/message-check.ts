import type { DescMessage } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';

import { fieldCounter } from './count-fields.ts';

/** What one message may hold, decompressed; fields are counted as by fieldCounter. */
export interface MessageLimits {
  readonly maxBytes: number;
  readonly maxFields: number;
}

/** Says whether encoded messages are decoded within some milliseconds. */
export interface MessageCheck {
  readonly maxBytes: number;
  /** @throws ConnectError for a message that is not to be decoded. */
  assertDecodable(message: Uint8Array): void;
}

/** A check of messages of one type against their limits. */
export function messageCheck(
  desc: DescMessage,
  { maxBytes, maxFields }: MessageLimits,
): MessageCheck {
  const count = fieldCounter(desc);
  return {
    maxBytes,
    assertDecodable: (message) => {
      if (message.length > maxBytes) throw tooLong(`${maxBytes} bytes`);
      if (count(message, maxFields) > maxFields) throw tooLong(`${maxFields} fields`);
    },
  };
}

function tooLong(limit: string): ConnectError {
  return new ConnectError(
    `a message has at most ${limit}: send what it holds in several messages`,
    Code.ResourceExhausted,
  );
}
