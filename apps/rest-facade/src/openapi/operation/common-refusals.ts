import type { Operation, RefusalExample } from './operation.ts';
import type { RefusalCode } from './refusals.ts';

/** Answers that any call may get. */
const ALWAYS = {
  token_not_valid: {
    code: 'token_not_valid',
    summary: 'Without a token',
    request: { headers: { Authorization: null } },
  },
  bad_request: { code: 'bad_request', summary: 'With two Host headers' },
  request_timeout: { code: 'request_timeout', summary: 'A request that never ends' },
  headers_too_large: { code: 'headers_too_large', summary: 'More than 16 KiB of headers' },
  too_many_requests: {
    code: 'too_many_requests',
    summary: 'More calls than a user may make',
    detail: 'Too many requests of the user',
    limit: { name: 'calls_per_second_of_user', value: 1 },
  },
  service_unavailable: { code: 'service_unavailable', summary: 'While the core is away' },
} as const satisfies Record<string, RefusalExample>;

/** Further answers that calls with a body may get. */
const WITH_BODY = {
  body_too_large: {
    code: 'body_too_large',
    summary: 'A body of more than 64 KiB',
    limit: { name: 'body_bytes', value: 65_536 },
  },
  unsupported_media_type: {
    code: 'unsupported_media_type',
    summary: 'Plain text',
    request: { headers: { 'Content-Type': 'text/plain' }, body: 'CASHIN 12345' },
  },
} as const satisfies Record<string, RefusalExample>;

/** The answer to calls that take no query and get one. */
export const UNKNOWN_PARAMETER: RefusalExample = {
  code: 'validation_error',
  summary: 'A parameter that is not known: it could have been meant as a filter',
  request: { query: { verbose: true } },
  violation: ['verbose', 'is not a known parameter', 'unknown_field'],
};

/** Codes that any call may answer. */
export function commonRefusals(): ReadonlySet<RefusalCode> {
  return new Set<RefusalCode>([...Object.values(ALWAYS).map(({ code }) => code), 'internal_error']);
}

/** Everything that an operation may refuse, its own refusals first. */
export function refusalsOf({ method, refusals }: Operation): Record<string, RefusalExample> {
  return { ...refusals, ...(method === 'get' ? {} : WITH_BODY), ...ALWAYS };
}
