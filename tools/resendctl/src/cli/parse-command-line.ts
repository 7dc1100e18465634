import { usageError } from './cli-error.ts';
import { Arguments, type Command, type OptionSpec, type OptionSpecs } from './command.ts';
import { tokenise } from './tokens.ts';

/** Options that every command has. */
export const commonOptions: OptionSpecs = {
  url: { about: 'where the API is (RESEND_URL; default http://127.0.0.1:8080)', value: 'URL' },
  'token-file': {
    about: 'read the access token from a file that only you can read',
    value: 'FILE',
  },
  json: { about: 'write JSON for programs: one document, or one a line for streams' },
  help: { about: 'show this help' },
};

/** @throws CliError that names what is wrong and where to read on. */
export function parseCommandLine(command: Command, args: readonly string[]): Arguments {
  const specs: OptionSpecs = { ...commonOptions, ...command.options };
  const hint = `See: resendctl ${command.name} --help`;
  const { options, positionals } = tokenise(args, specs, hint);
  const values = new Map<string, string[]>();
  for (const { name, value } of options) {
    const spec = specs[name] as OptionSpec;
    const before = values.get(name);
    if (before !== undefined && spec.value !== undefined && spec.many !== true) {
      throw usageError(`--${name} is given twice`, hint);
    }
    values.set(name, [...(before ?? []), ...valuesOf(name, spec, value, hint)]);
  }
  if (!values.has('help')) checkArity(command, positionals, hint);
  return new Arguments(values, positionals);
}

function valuesOf(
  name: string,
  spec: OptionSpec,
  value: string | null,
  hint: string,
): readonly string[] {
  if (spec.value === undefined) {
    if (value === null) return [];
    throw usageError(`--${name} takes no value`, hint);
  }
  if (value === null && spec.value.startsWith('[')) return [];
  if (value === null || value === '') {
    throw usageError(`--${name} needs a value: --${name} ${spec.value}`, hint);
  }
  const values = spec.many === true ? value.split(',').filter((part) => part !== '') : [value];
  const { choices } = spec;
  return choices === undefined ? values : values.map((own) => choiceOf(name, own, choices, hint));
}

/** Letter case and dashes do not matter: never-attempted is NEVER_ATTEMPTED. */
function choiceOf(name: string, given: string, choices: readonly string[], hint: string): string {
  const plain = (text: string): string => text.toUpperCase().replaceAll('-', '_');
  const wanted = choices.find((choice) => plain(choice) === plain(given));
  if (wanted !== undefined) return wanted;
  throw usageError(`--${name} must be one of ${choices.join(', ')}`, hint);
}

function checkArity(
  { arity, name, operands = '' }: Command,
  given: readonly string[],
  hint: string,
): void {
  const [least, most] = arity;
  if (given.length > most) throw usageError(`unexpected "${given[most] ?? ''}"`, hint);
  if (given.length < least) {
    throw usageError(`an operand is missing: resendctl ${name} ${operands}`, hint);
  }
}
