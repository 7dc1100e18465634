import type { Draw } from './draw.ts';

/** Proper bodies: what is asked for exists nowhere, so that none of them can be accepted. */
const proper: readonly [string, ...string[]] = [
  '{"resend_type":"CASHIN","object_reference_id":12345}',
  '{"resend_type":"CASHOUT","object_reference_id":98765,"delivery_state":"FAILED"}',
  '{"resend_type":"CASHIN","source_account_branch_identifier":"0001","source_account_number":"123456","start_datetime":"2026-05-01T00:00:00Z","end_datetime":"2026-05-12T23:59:59-03:00"}',
  '{"resend_type":"CASHIN","object_reference_id":1,"event_types":["PIX_CASHIN_RECEIVED"],"endpoint_ids":["ep_17_in"]}',
];

const fields: readonly [string, ...string[]] = [
  ...(['resend_type', 'object_reference_id', 'source_account_branch_identifier'] as const),
  ...(['source_account_number', 'start_datetime', 'end_datetime', 'delivery_state'] as const),
  ...([
    'event_types',
    'endpoint_ids',
    '__proto__',
    'constructor',
    'toString',
    '',
    '\\u0000',
  ] as const),
];

/** JSON texts of every kind, of which some suit a field and most do not. */
const values: readonly [string, ...string[]] = [
  ...(['"CASHIN"', '"CASHOUT"', '"cashin"', '"0001"', '"123456"', '12345', '12345.0'] as const),
  ...(['-0', '0', '-1', '1e400', '-1e400', '1E3', '9007199254740991', '9007199254740993'] as const),
  ...(['null', 'true', 'false', '[]', '{}', '[null]', '""', '"\\u0000"', '"\\ud800"'] as const),
  ...(['"2026-05-01T00:00:00Z"', '"2026-02-30T00:00:00Z"', '"9999-12-31T23:59:60Z"'] as const),
  ...(['"0000-00-00"', '"2026-05-01T24:00:00+24:00"', '"ALL"', '"FAILED"'] as const),
  ...(['["QR_CODE_COPY_AND_PASTE_PAID"]', '["a","a"]', '[1]', '{"$ref":"#"}'] as const),
  ...([`"${'9'.repeat(400)}"`, '9'.repeat(400), '[[[[[[[[[[1]]]]]]]]]]'] as const),
];

const scraps: readonly [string, ...string[]] = [
  ...(['{', '}', '[', ']', '"', ',', ':', '\\', "'", '//', '/**/', 'NaN', 'Infinity'] as const),
  ...([
    '\0',
    '\ufeff',
    '\u2028',
    '\u00e9',
    '\\ud800',
    '0x1',
    '.5',
    '5.',
    '+1',
    '\t',
    '\v',
  ] as const),
  ...(['{}{}', '[1,]', '"__proto__":{"a":1},', '"resend_type":"CASHIN",'] as const),
];

/** A body of a request that must not be accepted, whatever it is. */
export function inventBody(draw: Draw): Buffer {
  switch (draw.below(4)) {
    case 0:
      return Buffer.from(inventObject(draw));
    case 1:
      return withScraps(draw);
    case 2:
      return withFlippedBytes(draw);
    default:
      return inventMonster(draw);
  }
}

/** Some fields with some values, now and then the same field twice. */
function inventObject(draw: Draw): string {
  const pairs = Array.from(
    { length: draw.below(7) },
    () => `"${draw.of(fields)}":${draw.of(values)}`,
  );
  return `{${pairs.join(draw.of([',', ',', ' , ']))}}`;
}

function withScraps(draw: Draw): Buffer {
  let text = draw.of(proper);
  for (let times = 1 + draw.below(3); times > 0; times -= 1) {
    const from = draw.below(text.length + 1);
    text = text.slice(0, from) + draw.of(scraps) + text.slice(from + draw.below(4));
  }
  return Buffer.from(text);
}

function withFlippedBytes(draw: Draw): Buffer {
  const bytes = Buffer.from(draw.of(proper));
  for (let times = 1 + draw.below(4); times > 0; times -= 1) {
    bytes[draw.below(bytes.length)] = draw.below(256);
  }
  return bytes.subarray(0, draw.below(5) === 0 ? draw.below(bytes.length) : bytes.length);
}

/** Rarely large, so that most of the time goes into what is small. */
function inventMonster(draw: Draw): Buffer {
  const size = draw.below(20) === 0 ? 30_000 : draw.below(200);
  if (draw.below(30) === 0) return tooLarge(draw);
  switch (draw.below(5)) {
    case 0:
      return draw.bytes(size);
    case 1:
      return Buffer.from('['.repeat(size));
    case 2:
      return Buffer.from(`${'{"a":'.repeat(size)}1${'}'.repeat(size)}`.slice(0, 65_000));
    case 3:
      return Buffer.from(
        `{${Array.from({ length: size / 10 }, (_, n) => `"k${String(n)}":1`).join()}}`,
      );
    default:
      return Buffer.from(draw.of(proper) + draw.of(proper));
  }
}

/** A proper body behind more white space than a body may have. */
function tooLarge(draw: Draw): Buffer {
  return Buffer.from(' '.repeat(65_536 - 60 + draw.below(20_000)) + draw.of(proper));
}
