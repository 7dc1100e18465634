import { unauthorized } from './refusal.ts';

/** What a token says of itself. Nothing of it counts before its signature is verified. */
export interface UnverifiedToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * Header parameters by which a token would choose its own key, or change how it is read. Our issuer
 * uses none of them.
 */
const REFUSED_PARAMETERS = ['crit', 'b64', 'jwk', 'jku', 'x5u', 'x5c'] as const;

/** Reads the parts of a compact token. Throws token_not_valid when it is not one of ours. */
export function readUnverifiedToken(token: string): UnverifiedToken {
  const [header = '', claims = ''] = token.split('.');
  const parsed = { header: parseObject(header), claims: parseObject(claims) };
  const refused = REFUSED_PARAMETERS.find((name) => Object.hasOwn(parsed.header, name));
  if (refused !== undefined) throw unauthorized(`header parameter ${refused} is refused`);
  return parsed;
}

function parseObject(part: string): Record<string, unknown> {
  try {
    const bytes = Buffer.from(part, 'base64url');
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch (error) {
    throw unauthorized('token is not JSON', error);
  }
  throw unauthorized('token does not hold JSON objects');
}
