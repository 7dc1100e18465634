/** The few things of ASN.1 that a signing request consists of, in DER. */

export function sequence(...parts: readonly Buffer[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

/** A SET of one. */
export function set(part: Buffer): Buffer {
  return element(0x31, part);
}

export function integer(value: number): Buffer {
  return element(0x02, Buffer.of(value));
}

export function utf8(text: string): Buffer {
  return element(0x0c, Buffer.from(text));
}

/** Countries are written so. */
export function printable(text: string): Buffer {
  return element(0x13, Buffer.from(text, 'ascii'));
}

export function none(): Buffer {
  return element(0x05, Buffer.alloc(0));
}

export function bits(bytes: Buffer): Buffer {
  return element(0x03, Buffer.concat([Buffer.of(0), bytes]));
}

/** The context's own element of that number, with parts. */
export function tagged(number: number, content: Buffer): Buffer {
  return element(0xa0 | number, content);
}

/** An object identifier from its encoding in hexadecimal. */
export function objectId(hex: string): Buffer {
  return element(0x06, Buffer.from(hex, 'hex'));
}

function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}
