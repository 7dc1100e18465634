/** One thing wrong with one field, as the API tells it. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
  readonly code: string;
  /** The entry of the field that it is about; null where it is about the field. */
  readonly entry: string | null;
}

/** A call that was refused, or that never reached the API (code "network"). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** 0 when no answer came. */
  readonly status: number;
  /** The API's stable machine name. */
  readonly code: string;
  readonly fields: readonly FieldProblem[];
  /** Names the request in the server's logs; null when no answer came. */
  readonly requestId: string | null;
  /** Entries of a list that are not there. */
  readonly notFound: readonly string[];
  /** Before that, asking again is in vain; null where nobody said so. */
  readonly retryAtMs: number | null;

  constructor(
    status: number,
    code: string,
    detail: string,
    fields: readonly FieldProblem[] = [],
    requestId: string | null = null,
    notFound: readonly string[] = [],
    retryAtMs: number | null = null,
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.requestId = requestId;
    this.notFound = notFound;
    this.retryAtMs = retryAtMs;
  }
}

/** What anything that was thrown means to a person. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(0, 'network', error instanceof Error ? error.message : String(error));
}

/** Reads the contract's error body; anything else in its place is an unexpected answer. */
export function errorOfAnswer(status: number, body: string, headers: Headers): ApiError {
  const requestId = headers.get('X-Request-Id');
  try {
    const answer = JSON.parse(body) as Record<string, unknown>;
    const { code, detail, errors, not_found: notFound } = answer;
    if (typeof code === 'string' && typeof detail === 'string') {
      const fields = readFields(errors);
      const entries = readEntries(notFound);
      const retryAtMs = retryAtOf(headers);
      return new ApiError(status, code, detail, fields, requestId, entries, retryAtMs);
    }
  } catch {
    // A proxy's page, or nothing at all.
  }
  return new ApiError(status, 'unexpected_answer', `HTTP ${status}`, [], requestId);
}

/** The API says it in whole seconds. */
function retryAtOf(headers: Headers): number | null {
  const seconds = headers.get('Retry-After') ?? '';
  return /^\d{1,5}$/.test(seconds) ? Date.now() + Number(seconds) * 1_000 : null;
}

function readFields(errors: unknown): FieldProblem[] {
  if (!Array.isArray(errors)) return [];
  return (errors as Partial<FieldProblem>[])
    .filter((error) => typeof error?.field === 'string' && typeof error.message === 'string')
    .map(({ field = '', message = '', code = 'invalid', entry = null }) => ({
      ...{ field, message, code, entry },
    }));
}

/** IDs, or keys by their names, as people read them. */
function readEntries(notFound: unknown): string[] {
  if (!Array.isArray(notFound)) return [];
  return (notFound as unknown[]).map((entry) =>
    typeof entry === 'object' && entry !== null ? Object.values(entry).join(' ') : String(entry),
  );
}
