/**
 * The text that the beginning of some bytes is; null when they are not valid UTF-8. A last
 * character that was cut through is left out.
 */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, {
      stream: true,
    });
  } catch {
    return null;
  }
}

/** The text that some bytes are; null when they are not valid UTF-8. */
export function wholeTextOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
