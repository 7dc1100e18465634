import type { Session } from './session.ts';
import type { ExitReason } from './exit-codes.ts';

/** An option of a command line. */
export interface OptionSpec {
  /** One line for the help. */
  readonly about: string;
  /** What stands for its value in the help; absent: it is a flag. */
  readonly value?: string;
  /** The only values that it may have; completed by the shell. */
  readonly choices?: readonly string[];
  /** It may be given more than once, or with commas. */
  readonly many?: boolean;
}

/** Options by their name without dashes. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** What a command was called with; its values are checked against its specs. */
export class Arguments {
  readonly #values: ReadonlyMap<string, readonly string[]>;
  readonly positionals: readonly string[];

  constructor(values: ReadonlyMap<string, readonly string[]>, positionals: readonly string[]) {
    this.#values = values;
    this.positionals = positionals;
  }

  /** Whether an option is given. */
  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** The last value of an option; undefined when it is not given. */
  one(name: string): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  /** All values of an option. */
  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }
}

/** What can be done, and all that the help and the completions say about it. */
export interface Command {
  readonly name: string;
  /** One line in the list of commands. */
  readonly summary: string;
  /** What follows the name: "ID", or "[ID]". */
  readonly operands?: string;
  /** Values that the first operand may have, for the completions. */
  readonly operandChoices?: readonly string[];
  /** Its exit code tells what came of it, so it stands whether or not its output can be written. */
  readonly codeStands?: boolean | ((args: Arguments) => boolean);
  /** How many operands at least and at most. */
  readonly arity: readonly [number, number];
  readonly options: OptionSpecs;
  /** Paragraphs of the help between the usage and the options. */
  readonly about?: readonly string[];
  /** Command lines without the program's name, each with what it does. */
  readonly examples: readonly (readonly [line: string, about: string])[];
  run(args: Arguments, session: Session): Promise<ExitReason>;
}
