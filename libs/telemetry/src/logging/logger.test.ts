import { expect } from 'chai';

import { createLogger, type Logger } from './logger.ts';

interface Line {
  readonly [name: string]: unknown;
}

function captured(log: (logger: Logger) => void, level: 'info' | 'debug' = 'info'): Line[] {
  const lines: Line[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Line) };
  log(createLogger({ name: 'demo', level, destination }));
  return lines;
}

describe('createLogger', () => {
  it('writes one JSON line with app, level, time, fields and message', () => {
    const [line, ...others] = captured((logger) => logger.info({ resendId: 7 }, 'Resend settled'));
    expect(others).to.have.length(0);
    expect(line).to.include({ app: 'demo', level: 'info', resendId: 7, msg: 'Resend settled' });
    expect(new Date(line?.['time'] as string).getTime()).to.be.closeTo(Date.now(), 5_000);
  });

  it('leaves out what is below its level', () => {
    expect(captured((logger) => logger.debug('detail'))).to.have.length(0);
    expect(captured((logger) => logger.debug('detail'), 'debug')).to.have.length(1);
  });

  for (const name of [
    'authorization',
    'Authorization',
    'proxy-authorization',
    'authorizationToken',
    'access_token',
    'secret',
    'signingSecrets',
    'hs256Secret',
    'secretsKey',
    'xFunctionsKey',
    'x-functions-key',
    'webhook-signature',
    'payload',
    'responseSnippet',
    'password',
    'set-cookie',
  ]) {
    it(`hides ${name}, however deep and in whatever logger`, () => {
      const fields = { [name]: 'hunter2', list: [{ deep: { [name]: ['hunter2'] } }] };
      const lines = captured((logger) => {
        logger.info(fields, 'call');
        logger.child(fields).child({ other: 1 }).info('child');
      });
      expect(lines).to.have.length(2);
      expect(JSON.stringify(lines)).not.to.include('hunter2');
      expect(lines[0]?.[name]).to.equal('[redacted]');
    });
  }

  it('shows the numbers of tokens and secrets that are none', () => {
    const [line] = captured((logger) => logger.info({ tokenId: 'jti-1', secretCount: 2 }));
    expect(line).to.include({ tokenId: 'jti-1', secretCount: 2 });
  });

  it('counts bytes instead of showing them', () => {
    const [line] = captured((logger) => logger.info({ bytes: Buffer.from('hunter2') }));
    expect(line?.['bytes']).to.equal('[7 bytes]');
  });

  it('shows of a URL neither user, password nor query', () => {
    const url = new URL('https://user:hunter2@host/path?key=hunter2');
    const [line] = captured((logger) => logger.info({ url }));
    expect(line?.['url']).to.equal('https://host/path');
  });

  it('shows errors with code, stack and causes, but not what hangs on them', () => {
    const cause = Object.assign(new Error('inner'), { request: { headers: 'hunter2' } });
    const error = Object.assign(new TypeError('outer', { cause }), { code: 'E_DEMO' });
    const lines = captured((logger) => {
      logger.error({ err: error }, 'failed');
      logger.error(error);
      logger.child({ err: error }).error('failed');
    });
    for (const line of lines) {
      expect(line['err']).to.include({ type: 'TypeError', message: 'outer', code: 'E_DEMO' });
      expect(line['err']).to.have.nested.property('cause.message', 'inner');
      expect(line['err']).to.have.property('stack').that.includes('logger.test.ts');
    }
    expect(JSON.stringify(lines)).not.to.include('hunter2');
  });

  it('bounds what it is given: cycles, depth, length and number', () => {
    const cycle: Record<string, unknown> = { text: 'x'.repeat(100_000) };
    cycle['self'] = cycle;
    cycle['list'] = Array.from({ length: 10_000 }, (_, index) => ({ index, cycle }));
    const [line] = captured((logger) => logger.info(cycle));
    expect(JSON.stringify(line)).to.have.length.below(10_000);
  });
});
