/** Says whether an attempt at a moment comes too late to count; the last moment is excluded. */
export function isExpired(
  resend: { readonly createdAtMs: number; readonly expiresAfterMs: number },
  atMs: number,
): boolean {
  return atMs >= resend.createdAtMs + resend.expiresAfterMs;
}
