/** What a file has to say at its top when it is longer than this. */
export const MAX_LINES = 300;

/** True when a file is too long and does not say why in its first comment. */
export function isLongWithoutReason(text: string): boolean {
  const lines = text.trimEnd().split('\n').length;
  return lines > MAX_LINES && !/^(\/\/|\/\*\*?) Long because /.test(text);
}
