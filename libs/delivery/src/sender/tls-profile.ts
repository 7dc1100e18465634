import { createHash } from 'node:crypto';

import { certificateAt, type ClientCertificate, type CurrentEndpoint } from '@webhooks/domain';

/** How TLS to a receiver differs from the usual. */
export interface TlsProfile {
  /** Shown when the receiver asks for one; null: none. */
  readonly certificate: ClientCertificate | null;
  /** PEM; trusted beside the well-known authorities. Null: nothing more. */
  readonly trustAnchors: string | null;
}

/** How TLS is spoken with an endpoint at a moment; null: as with any other. */
export function tlsProfileOf(
  { identity, trustAnchors }: Pick<CurrentEndpoint, 'identity' | 'trustAnchors'>,
  nowMs: number,
): TlsProfile | null {
  if (identity === null && trustAnchors === null) return null;
  return { certificate: certificateAt(identity, nowMs), trustAnchors };
}

/** Profiles whose keys are kept; more than are in use at once. */
const maxKept = 1_000;

const keys = new Map<string, string>();

/**
 * Tells profiles apart: connections and TLS sessions are shared by what has the same key alone.
 * Empty for the usual.
 */
export function profileKey(profile: TlsProfile | null): string {
  if (profile === null) return '';
  const { certificate, trustAnchors } = profile;
  if (certificate === null && trustAnchors === null) return '';
  const text = JSON.stringify([certificate?.identity, certificate?.chain, trustAnchors]);
  const known = keys.get(text);
  if (known !== undefined) return known;
  const key = createHash('sha256').update(text).digest('base64');
  const [oldest] = keys.keys();
  if (keys.size >= maxKept && oldest !== undefined) keys.delete(oldest);
  keys.set(text, key);
  return key;
}
