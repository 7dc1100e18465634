/** What a number among the options may be. */
interface NumberLimits {
  /** The smallest that is taken. */
  readonly min: number;
  /** Whether fractions are refused. */
  readonly whole?: boolean;
  /** Whether Infinity is taken, as "no limit". */
  readonly infinite?: boolean;
}

/**
 * A number among the options, or its default where it is left out.
 *
 * @throws TypeError that names the option for anything else: text, NaN, null, what is too small.
 */
export function numberOption(
  name: string,
  given: number | undefined,
  fallback: number,
  { min, whole = false, infinite = false }: NumberLimits,
): number {
  const value: unknown = given === undefined ? fallback : given;
  const isNumber = typeof value === 'number' && value >= min;
  if (isNumber && (value === Infinity ? infinite : !whole || Number.isInteger(value))) return value;
  const kind = whole ? 'a whole number' : 'a number';
  throw new TypeError(
    `${name} must be ${kind} of at least ${min}${infinite ? ', or Infinity' : ''}`,
  );
}

/** A limit of time among the options, in milliseconds; Infinity is none. */
export function timeLimitOption(name: string, given: number | undefined, fallback: number): number {
  return numberOption(name, given, fallback, { min: 1, infinite: true });
}

/** A number of tries among the options; Infinity is as many as it takes. */
export function retriesOption(name: string, given: number | undefined, fallback: number): number {
  return numberOption(name, given, fallback, { min: 0, whole: true, infinite: true });
}
