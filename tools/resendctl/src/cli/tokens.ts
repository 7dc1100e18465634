import { usageError } from './cli-error.ts';
import type { OptionSpecs } from './command.ts';

/** An option as it was given; value is null when none was. */
export interface GivenOption {
  readonly name: string;
  readonly value: string | null;
}

/** A command line in its parts. */
export interface Tokens {
  readonly options: readonly GivenOption[];
  readonly positionals: readonly string[];
}

/**
 * Splits a command line: "--name value", "--name=value", and operands, all of them after "--". Done
 * here, since node:util takes "-2h" for options and knows no option whose value may be left out.
 */
export function tokenise(args: readonly string[], specs: OptionSpecs, hint: string): Tokens {
  const options: GivenOption[] = [];
  const positionals: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') {
      positionals.push(...args.slice(index + 1));
      break;
    }
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name !== undefined) {
      const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
      if (spec === undefined) throw usageError(`unknown option --${name}`, hint);
      const next = args[index + 1];
      const takesNext = spec.value !== undefined && value === undefined && isValue(next);
      options.push({ name, value: (takesNext ? next : value) ?? null });
      if (takesNext) index += 1;
    } else if (arg.startsWith('-') && arg !== '-') {
      throw usageError(`unknown option ${arg}`, hint);
    } else {
      positionals.push(arg);
    }
  }
  return { options, positionals };
}

/** "-2h" is a time, not an option. */
function isValue(arg: string | undefined): arg is string {
  return arg !== undefined && (!arg.startsWith('-') || /^-\d/.test(arg));
}
