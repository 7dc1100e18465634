import { expect } from 'chai';

import { describeFailure } from './describe-failure.ts';
import { StartupError } from './startup-error.ts';

describe('describeFailure', () => {
  it('takes apart errors that stand for several', () => {
    const both = new AggregateError([new StartupError('one'), new StartupError('two')]);
    expect(describeFailure(both)).to.equal('one\ntwo');
  });

  it('shows the error of a disposal and the one that led to it, in their order', () => {
    const error = new SuppressedError(
      new StartupError('closing failed'),
      new StartupError('first'),
    );
    expect(describeFailure(error)).to.equal('first\nclosing failed');
  });

  it('shows causes but no properties', () => {
    const cause = Object.assign(new Error('inner'), { authorization: 'hunter2' });
    const text = describeFailure(new Error('outer', { cause }));
    expect(text).to.match(/^unexpected error: Error: outer\n[^]*\ncause: Error: inner\n/);
    expect(text).not.to.include('hunter2');
  });

  it('names the port of a raw error of the system', () => {
    const error = Object.assign(new Error('listen'), { code: 'EADDRINUSE', port: 8080 });
    expect(describeFailure(error)).to.equal('port 8080 is already in use');
  });

  for (const thrown of [null, undefined, 'text', 7]) {
    it(`bears ${String(thrown)} being thrown`, () => {
      expect(describeFailure(thrown)).to.equal(`unexpected error: ${String(thrown)}`);
    });
  }
});
