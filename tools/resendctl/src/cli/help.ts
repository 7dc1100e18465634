import { exitCodes } from './exit-codes.ts';
import type { Command, OptionSpecs } from './command.ts';
import { commonOptions } from './parse-command-line.ts';

const WIDTH = 80;
const NAME = 'resendctl';

/** What "resendctl --help" shows. */
export function mainHelp(commands: readonly Command[]): string {
  const codes = Object.values(exitCodes).map(({ code, meaning }): [string, string] => [
    `${code}`,
    meaning,
  ]);
  return [
    `${NAME} asks for payment webhooks that were lost to be delivered again.`,
    `Usage: ${NAME} COMMAND [OPTIONS]`,
    section(
      'Commands',
      commands.map(({ name, summary }) => [name, summary]),
    ),
    section('Options of every command', optionRows(commonOptions)),
    section('Environment', [
      ['RESEND_TOKEN', 'access token; or use --token-file'],
      ['RESEND_URL', 'where the API is; default http://127.0.0.1:8080'],
      ['RESEND_SECRETS', 'signing secrets of your endpoint, for listen; spaces between several'],
      ['NO_COLOR', 'set to anything: no colours'],
    ]),
    section('Exit codes', codes),
    section('Examples', [
      [`${NAME} resend --cashin 12345 --watch`, ''],
      [`${NAME} resend --cashout --account 0001/123456 --from -2h --to now`, ''],
      [`${NAME} list --status FAILED`, ''],
      [`${NAME} deliveries 7890 --state FAILED`, ''],
    ]),
    `More about a command: ${NAME} COMMAND --help\n`,
  ].join('\n\n');
}

/** What "resendctl COMMAND --help" shows. */
export function commandHelp(command: Command): string {
  const { name, summary, operands, options, about = [], examples } = command;
  const operand = operands === undefined ? '' : ` ${operands}`;
  return [
    wrap(`${NAME} ${name}: ${summary}.`, 0),
    `Usage: ${NAME} ${name}${operand} [OPTIONS]`,
    ...about.map((paragraph) => wrap(paragraph, 0)),
    ...(Object.keys(options).length > 0 ? [section('Options', optionRows(options))] : []),
    section('Options of every command', optionRows(commonOptions)),
    ['Examples:', ...examples.flatMap(([line, text]) => [`  # ${text}`, exampleOf(line)])]
      .join('\n')
      .concat('\n'),
  ].join('\n\n');
}

/** What is too long for a line continues in the next, so that it can be copied as it stands. */
function exampleOf(line: string): string {
  const whole = `  ${NAME} ${line}`;
  const at = whole.length > WIDTH ? whole.lastIndexOf(' --', WIDTH - 2) : -1;
  return at < 0 ? whole : `${whole.slice(0, at)} \\\n    ${whole.slice(at + 1)}`;
}

function optionRows(options: OptionSpecs): [string, string][] {
  return Object.entries(options).map(([name, { value, about }]) => [
    `--${name}${value === undefined ? '' : ` ${value}`}`,
    about,
  ]);
}

/** A heading over rows of two columns, the second one wrapped. */
function section(heading: string, rows: readonly (readonly [string, string])[]): string {
  const widest = Math.max(...rows.map(([left, right]) => (right === '' ? 0 : left.length)));
  const indent = widest + 4;
  const lines = rows.map(([left, right]) =>
    right === '' ? `  ${left}` : `  ${left.padEnd(widest)}  ${wrap(right, indent)}`,
  );
  return [`${heading}:`, ...lines].join('\n');
}

/** Breaks a text at spaces; lines after the first are indented, and the first leaves room for it. */
function wrap(text: string, indent: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}
