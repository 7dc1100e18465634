import { createServer } from 'node:net';

// A test file for mocha that leaves a server behind.
describe('leaving', () => {
  it('a server', () => {
    createServer().listen(0, '127.0.0.1');
  });
});
