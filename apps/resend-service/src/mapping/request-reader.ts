import type { CursorDirection, FieldViolation } from '@webhooks/domain';
import { CursorDirection as ProtoDirection } from '@webhooks/contracts';
import { DEFAULT_PAGE_SIZE, isId, MAX_ID, MAX_PAGE_SIZE, refusal } from '@webhooks/validation';

/**
 * Reads the plain fields of a request and collects what is wrong with them. A bad one reads as a
 * placeholder until `finish` refuses them all together, so call `finish` before using anything.
 */
export class RequestReader {
  readonly #violations: FieldViolation[] = [];

  /** A required id. */
  id(field: string, value: bigint): number {
    const id = Number(value);
    if (!isId(id)) this.violation(field, `must be an integer from 1 to ${MAX_ID}`);
    return id;
  }

  /** An id that may be absent. */
  optionalId(field: string, value: bigint | undefined): number | null {
    return value === undefined ? null : this.id(field, value);
  }

  /** A text that is read like a query parameter; nothing means any. */
  text<T>(
    field: string,
    value: string | undefined,
    { read, message }: { readonly read: (text: string) => T | null; readonly message: string },
  ): T | null {
    if (value === undefined || value === '') return null;
    const result = read(value);
    if (result === null) this.violation(field, message);
    return result;
  }

  /** 0 means the default. */
  pageSize(field: string, value: number): number {
    if (value === 0) return DEFAULT_PAGE_SIZE;
    if (value < 1 || value > MAX_PAGE_SIZE) {
      this.violation(field, `must be an integer from 1 to ${MAX_PAGE_SIZE}`);
    }
    return value;
  }

  /** A value of a table from protobuf's numbers; a number that is not in it is a violation. */
  choice<T>(field: string, value: number, choices: Readonly<Record<number, T>>): T | null {
    const choice = choices[value];
    if (choice === undefined) this.violation(field, 'is not one of the allowed values');
    return choice ?? null;
  }

  /** Which way a page lies; PREVIOUS needs a cursor. */
  direction(field: string, value: ProtoDirection, hasCursor: boolean): CursorDirection {
    const direction = this.choice(field, value, directions) ?? 'NEXT';
    if (direction === 'PREVIOUS' && !hasCursor) this.violation(field, 'PREVIOUS requires a cursor');
    return direction;
  }

  /** Notes that a field is wrong. */
  violation(field: string, message: string): void {
    this.#violations.push({ field, message });
  }

  /** @throws DomainError validation_error that names every violation. */
  finish(): void {
    if (this.#violations.length > 0) throw refusal(this.#violations);
  }
}

const directions = {
  [ProtoDirection.UNSPECIFIED]: 'NEXT',
  [ProtoDirection.NEXT]: 'NEXT',
  [ProtoDirection.PREVIOUS]: 'PREVIOUS',
} as const satisfies Record<ProtoDirection, CursorDirection>;
