import { type FieldError, ResendApiError } from '../errors.ts';
import { parseRetryAfterMs } from './retry-after.ts';

/** The refusal that an answer is, whether the API or something in between has written it. */
export function apiErrorOf(response: Response, text: string, nowMs: number): ResendApiError {
  const { status, headers } = response;
  const body = parseObject(text);
  const isOfApi = typeof body['detail'] === 'string' && typeof body['code'] === 'string';
  const detail = isOfApi ? String(body['detail']) : `The answer ${status} is not of the API`;
  return new ResendApiError(detail, {
    status,
    code: isOfApi ? String(body['code']) : 'unexpected_answer',
    requestId: headers.get('x-request-id'),
    fields: fieldsOf(body['errors']),
    retryAfterMs: parseRetryAfterMs(headers.get('retry-after'), nowMs),
  });
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function fieldsOf(errors: unknown): FieldError[] {
  if (!Array.isArray(errors)) return [];
  return (errors as Partial<FieldError>[]).map(({ field, message }) => ({
    field: String(field),
    message: String(message),
  }));
}
