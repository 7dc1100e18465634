import type { Draw } from './draw.ts';

/** A gRPC frame that is none, or carries something that is no message, or not the right one. */
export function inventFrame(draw: Draw, message = inventMessage(draw)): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(draw.of([0, 0, 0, 0, 0, 0, 1, 2, 255]), 0);
  const lie = draw.of([0, 0, 0, 0, 0, 0, 1, -1, 1_000, 0x7fff_0000]);
  head.writeUInt32BE(Math.max(0, message.length + lie), 1);
  const frame = Buffer.concat([head, message]);
  return draw.below(20) === 0 ? frame.subarray(0, draw.below(frame.length)) : frame;
}

/** Fields of any number and wire type, with values that fit them or do not. */
export function inventMessage(draw: Draw): Buffer {
  const parts = Array.from({ length: draw.below(5) }, () => {
    const field = draw.below(8) === 0 ? draw.below(1 << 20) : draw.below(12);
    const wire = draw.below(10) === 0 ? draw.below(8) : draw.of([0, 2, 2]);
    return Buffer.concat([varint(field * 8 + wire), inventValue(draw, wire)]);
  });
  const message = Buffer.concat(parts);
  if (message.length > 0 && draw.below(4) === 0)
    message[draw.below(message.length)] = draw.below(256);
  return message;
}

function inventValue(draw: Draw, wire: number): Buffer {
  if (wire === 1) return draw.bytes(8);
  if (wire === 5) return draw.bytes(4);
  if (wire !== 2) return draw.below(6) === 0 ? Buffer.alloc(11, 0xff) : varint(draw.below(1 << 30));
  const value = draw.below(3) === 0 ? draw.bytes(draw.below(30)) : Buffer.from(draw.of(texts));
  const lie = draw.below(10) === 0 ? draw.below(1 << 28) : 0;
  return Buffer.concat([varint(value.length + lie), value]);
}

const texts = [
  '',
  'CASHIN',
  'ep_17_in',
  '\0',
  '\ud83d\ude00',
  '0001',
  '\x08\x01',
  '\x0a\x02\x08\x01',
] as const;

/** A number as protobuf writes it. */
export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}
