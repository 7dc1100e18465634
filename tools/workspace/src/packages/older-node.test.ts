import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { expect } from 'chai';

const shim = path.join(import.meta.dirname, 'older-node.ts');

describe('what older versions of Node lack', () => {
  it('is left alone where it is there', () => {
    expect(run('', 'console.log(AsyncDisposableStack === before)')).to.equal('true\n');
  });

  it('releases everything in reverse, whatever fails, and tells all failures', () => {
    const output = run(
      'delete globalThis.AsyncDisposableStack; delete globalThis.SuppressedError;',
      `const stack = new AsyncDisposableStack();
      const fail = (text) => { throw new Error(text); };
      stack.use({ [Symbol.dispose]: () => console.log('first') });
      stack.use({ [Symbol.asyncDispose]: async () => fail('second') });
      stack.defer(() => fail('third'));
      const moved = stack.move();
      await stack.disposeAsync();
      console.log('moved');
      const error = await moved.disposeAsync().catch((reason) => reason);
      console.log(error instanceof SuppressedError, error.error.message, error.suppressed.message);
      try { stack.use({}); } catch (reason) { console.log(reason.name); }`,
    );
    expect(output).to.equal('moved\nfirst\ntrue second third\nTypeError\n');
  });

  function run(before: string, after: string): string {
    const code = `const before = globalThis.AsyncDisposableStack; ${before}
      await import(${JSON.stringify(shim)}); ${after}`;
    return execFileSync(process.execPath, ['--input-type=module', '-e', code], {
      encoding: 'utf8',
    });
  }
});
