/** What a program is built of. */
export interface BuildInfo {
  readonly version: string;
  /** As git names it. */
  readonly commit: string;
}

/** Put in by whatever bundles a program. */
declare const BUILD_INFO: BuildInfo | undefined;

/** Sources that run as they are say so. */
export function buildInfo(): BuildInfo {
  return typeof BUILD_INFO === 'undefined' ? { version: 'source', commit: 'unknown' } : BUILD_INFO;
}
