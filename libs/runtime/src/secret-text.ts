/** A secret without the newline that editors and `echo` leave behind it. */
export interface SecretText {
  readonly text: string;
  /** What is wrong with it, to follow its name; it shows nothing of the secret. */
  readonly problem: string | null;
}

/**
 * Cuts one final newline (\n or \r\n) off a secret from a variable or a file. Other white space at
 * its ends is a mistake of copying that nobody would see: it is a problem.
 */
export function readSecretText(raw: string): SecretText {
  const text = raw.replace(/\r?\n$/, '');
  const hasEdges = text.trim() !== text;
  return {
    text,
    problem: hasEdges
      ? 'must not begin or end with white space, except for one final newline'
      : null,
  };
}
