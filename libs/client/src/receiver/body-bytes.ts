/** A body as servers and frameworks have it: text, or bytes in any of their forms. */
export type DeliveryBody = string | ArrayBufferLike | ArrayBufferView;

/**
 * The bytes of a body. Nothing is asked of constructors, since those of another realm, such as a
 * test environment's, differ from the ones here.
 *
 * @throws TypeError for anything else, such as a body that was parsed.
 */
export function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (ArrayBuffer.isView(body)) {
    return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  }
  if (isBuffer(body)) return new Uint8Array(body);
  throw new TypeError(
    'body must be the bytes as they came: turn the JSON parser off for this route',
  );
}

/** Only a real buffer has these internals, whichever realm made it. */
function isBuffer(value: unknown): value is ArrayBufferLike {
  const kinds = [
    ArrayBuffer,
    ...(typeof SharedArrayBuffer === 'undefined' ? [] : [SharedArrayBuffer]),
  ];
  return kinds.some(({ prototype }) => {
    try {
      Reflect.get(prototype, 'byteLength', value);
      return true;
    } catch {
      return false;
    }
  });
}
