import type { Draw } from './draw.ts';
import { inventMessage, varint } from './frames.ts';

/** One more than a call may carry comes now and then. */
const MOST_CALLS = 65;
const FEW_CALLS = 4;
/** Of these numbers some are no time that a caller may wait. */
const TIMES = [0, 1, 50, 5_000, 30_000, 30_001, 0xffff_ffff] as const;
const texts = ['', 'r-1', '\n', '\0', '127.0.0.1', '::1', '203.0.113.9', 'x'.repeat(300)] as const;
const traces = ['', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', '00-0-0-0'] as const;

/** A message with calls of others in it that must not be accepted, whatever they ask for. */
export function inventRelayedCalls(draw: Draw, tokens: readonly [string, ...string[]]): Buffer {
  const count = draw.below(30) === 0 ? MOST_CALLS - draw.below(2) : draw.below(FEW_CALLS);
  return Buffer.concat(
    Array.from({ length: count }, () => field(1, inventCall(draw, draw.of(tokens)))),
  );
}

function inventCall(draw: Draw, token: string): Buffer {
  const authorization = draw.of([`Bearer ${token}`, `Bearer ${token}`, token, '', 'Bearer \r\nx']);
  const fields = [
    field(1, Buffer.from(authorization)),
    field(2, Buffer.from(draw.of(texts))),
    field(3, Buffer.from(draw.of(traces))),
    field(4, Buffer.from(draw.of(texts))),
    Buffer.concat([varint(5 * 8), varint(draw.of(TIMES))]),
    field(6, draw.below(2) === 0 ? inventMessage(draw) : requestOf(draw)),
  ];
  return Buffer.concat(fields.filter(() => draw.below(12) > 0));
}

/** A proper request for an object that the callers have no access to. */
function requestOf(draw: Draw): Buffer {
  const selection = Buffer.concat([
    Buffer.concat([varint(8), varint(1 + draw.below(2))]),
    Buffer.concat([varint(2 * 8), varint(draw.of([12345, 98765, 20001, 999]))]),
  ]);
  const key = draw.of(['', '', 'a key', '\0', 'k'.repeat(256)]);
  return Buffer.concat([field(1, selection), field(2, Buffer.from(key))]);
}

/** A field with a length. */
function field(number: number, value: Buffer): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(value.length), value]);
}
