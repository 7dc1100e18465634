import {
  type FieldError,
  type NotFoundEntry,
  type ReachedLimit,
  ResendApiError,
  ResendOutcomeUnknownError,
} from '../errors/errors.ts';
import { type ApiRequest, changesSomething, idempotencyKeyOf } from './api-request.ts';
import { parseRetryAfterMs } from './retry-after.ts';

/** The refusal that an answer is, whether the API or something in between has written it. */
export function apiErrorOf(
  request: ApiRequest,
  response: Response,
  text: string,
  nowMs: number,
): ResendApiError {
  const { status, headers } = response;
  const body = parseObject(text) ?? {};
  const isOfApi = typeof body['detail'] === 'string' && typeof body['code'] === 'string';
  if (!isOfApi && status !== 504) return unexpectedAnswer(response, describe(response), nowMs);
  const code = isOfApi ? String(body['code']) : 'unexpected_answer';
  const detail = isOfApi ? String(body['detail']) : describe(response);
  const requestId = headers.get('x-request-id');
  const retryAfterMs = parseRetryAfterMs(headers.get('retry-after'), nowMs);
  if (code === 'outcome_unknown' || (status === 504 && changesSomething(request))) {
    // A proxy that gave up knows nothing of keys; the API itself says when one does not help.
    const isToBeLookedAt = isOfApi && status === 504 && retryAfterMs === null;
    const idempotencyKey = isToBeLookedAt ? null : idempotencyKeyOf(request);
    return new ResendOutcomeUnknownError(detail, {
      status,
      requestId,
      retryAfterMs,
      idempotencyKey,
    });
  }
  const fields = fieldsOf(body['errors']);
  const notFound = entriesOf(body['not_found']);
  const limit = limitOf(body['limit']);
  const of = { status, code, requestId, fields, notFound, limit, retryAfterMs };
  return new ResendApiError(detail, of);
}

/** What came is not of the API, or not what the call asks for. */
export function unexpectedAnswer(
  { status, headers }: Response,
  detail: string,
  nowMs: number,
): ResendApiError {
  return new ResendApiError(detail, {
    status,
    code: 'unexpected_answer',
    requestId: headers.get('x-request-id'),
    retryAfterMs: parseRetryAfterMs(headers.get('retry-after'), nowMs),
  });
}

/** The object that a text is as JSON; null when it is none. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function describe({ status }: Response): string {
  return `The answer ${status} is not of the API`;
}

function fieldsOf(errors: unknown): FieldError[] {
  if (!Array.isArray(errors)) return [];
  return (errors as (Partial<FieldError> | null)[]).map((error) => ({
    field: String(error?.field ?? ''),
    message: String(error?.message ?? ''),
    code: String(error?.code ?? 'invalid'),
    entry: error?.entry === undefined || error.entry === null ? null : String(error.entry),
  }));
}

function entriesOf(notFound: unknown): NotFoundEntry[] {
  return Array.isArray(notFound) ? (notFound as NotFoundEntry[]) : [];
}

function limitOf(limit: unknown): ReachedLimit | null {
  if (typeof limit !== 'object' || limit === null) return null;
  const { name, value } = limit as Partial<ReachedLimit>;
  if (typeof name !== 'string') return null;
  return { name, value: typeof value === 'number' ? value : null };
}
