import { expect } from 'chai';

import { readSelection } from '../src/commands/selection.ts';
import { commands } from '../src/commands/index.ts';
import { CliError } from '../src/cli/cli-error.ts';
import type { Arguments } from '../src/cli/command.ts';
import { parseCommandLine } from '../src/cli/parse-command-line.ts';

const nowMs = Date.UTC(2026, 4, 12, 10, 30);

function parse(line: string): Arguments {
  const [name, ...args] = line.split(' ');
  const command = commands.find((own) => own.name === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return parseCommandLine(command, args);
}

describe('a command line', () => {
  const account = {
    source_account_branch_identifier: '0001',
    source_account_number: '123456',
  };

  it('takes each choice as the help writes it, and in any letter case', () => {
    let taken = 0;
    for (const command of commands) {
      const operands = Array.from({ length: command.arity[0] }, () => '1');
      for (const [name, { choices = [] }] of Object.entries(command.options)) {
        for (const choice of choices) {
          for (const given of [choice, choice.toLowerCase(), choice.toUpperCase()]) {
            const args = parseCommandLine(command, [...operands, `--${name}=${given}`]);
            expect(args.one(name), `${command.name} --${name}`).to.equal(choice);
            taken += 1;
          }
        }
      }
    }
    expect(taken).to.be.greaterThan(30);
  });

  for (const [line, request] of [
    ['resend --cashin 12345', { resend_type: 'CASHIN', object_reference_id: 12345 }],
    ['resend --cashout=98765', { resend_type: 'CASHOUT', object_reference_id: 98765 }],
    [
      'resend --cashin 1 --account 0001/123456',
      { resend_type: 'CASHIN', object_reference_id: 1, ...account },
    ],
    [
      'resend --cashout --account 0001/123456 --from -2h --to now',
      {
        resend_type: 'CASHOUT',
        ...account,
        start_datetime: '2026-05-12T08:30:00.000Z',
        end_datetime: '2026-05-12T10:30:00.000Z',
        delivery_state: 'UNDELIVERED',
      },
    ],
    [
      'resend --cashin 1 --branch 0001 --account-number 12/34',
      {
        resend_type: 'CASHIN',
        object_reference_id: 1,
        source_account_branch_identifier: '0001',
        source_account_number: '12/34',
      },
    ],
    [
      'preview --cashin 1 --state never-attempted --type A,B --type C --endpoint ep',
      {
        resend_type: 'CASHIN',
        object_reference_id: 1,
        delivery_state: 'NEVER_ATTEMPTED',
        event_types: ['A', 'B', 'C'],
        endpoint_ids: ['ep'],
      },
    ],
    [
      'resend --cashin --object 1,2 --object 3',
      { resend_type: 'CASHIN', object_reference_ids: [1, 2, 3] },
    ],
    [
      'preview --cashout --event evt_1,evt_2 --account 0001/123456 --state failed --latest-only',
      {
        resend_type: 'CASHOUT',
        event_ids: ['evt_1', 'evt_2'],
        ...account,
        delivery_state: 'FAILED',
        latest_only: true,
      },
    ],
    [
      'resend --cashin --key tx_id=a,tag=b=c --account 0001/123456',
      { resend_type: 'CASHIN', keys: [{ tx_id: 'a' }, { tag: 'b=c' }], ...account },
    ],
  ] as const) {
    it(`means what it says: ${line}`, () => {
      expect(readSelection(parse(line), nowMs)).to.deep.equal(request);
    });
  }

  for (const [line, message] of [
    ['resend', 'either --cashin or --cashout'],
    ['resend --cashin 1 --cashout 2', 'either --cashin or --cashout'],
    ['resend --cashin', 'needs an ID'],
    ['resend --cashin x', '--cashin must be a positive whole number'],
    ['resend --cashin 9007199254740993', '--cashin must be a positive whole number'],
    ['resend --cashin --account 0001', 'must be BRANCH/NUMBER'],
    ['resend --cashin --account 0001/1/2', 'has more than one "/"'],
    ['resend --cashin --branch 0001 --from -2h --to now', '--account-number is missing'],
    ['resend --cashin --account-number 1 --from -2h --to now', '--branch is missing'],
    ['resend --cashin 1 --account 0001/1 --branch 0001', 'goes without --branch'],
    ['resend --cashin --account 0001/1', 'needs an ID, or'],
    ['resend --cashin --account 0001/1 --from -2h', '--to is missing'],
    ['resend --cashin --from -2h --to now', 'a range needs --account'],
    ['resend --cashin 1 --object 2', 'either --cashin an ID, or --object'],
    ['resend --cashin --object 2 --event e', 'either --object, --event or --key'],
    ['resend --cashin --key tag=a', '--key needs --account'],
    ['resend --cashin --key name=a --account 1/2', 'must be NAME=VALUE'],
    ['resend --cashin --object x', '--object must be a positive whole number'],
    ['resend --cashin --account 0001/1 --from now --to -2h', 'lies after'],
    ['resend --cashin 1 --cashin 2', '--cashin is given twice'],
    ['resend --cashin 1 --state lost', '--state must be one of ALL, FAILED'],
    ['resend --cashin 1 --watch=yes', '--watch takes no value'],
    ['resend --cashin 1 --surplus', 'unknown option --surplus'],
    ['resend --cashin 1 -x', 'unknown option -x'],
    ['resend --cashin 1 2', 'unexpected "2"'],
    ['resend --cashin 1 --type', '--type needs a value: --type TYPE'],
    ['show', 'an operand is missing: resendctl show ID'],
    ['show 1 2', 'unexpected "2"'],
    ['attempts 1', 'an operand is missing: resendctl attempts ID DELIVERY'],
  ] as const) {
    it(`is refused: ${line}`, () => {
      const read = (): unknown => readSelection(parse(line), nowMs);
      expect(read).to.throw(CliError, message).with.property('reason', 'usage');
    });
  }

  it('takes flags twice, and operands after --', () => {
    expect(parse('list --json --json').has('json')).to.equal(true);
    expect(parse('show -- 7').positionals).to.deep.equal(['7']);
  });
});
