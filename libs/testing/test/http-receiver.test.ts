import { once } from 'node:events';
import { connect } from 'node:net';

import { expect } from 'chai';

import { startHttpReceiver, waitFor } from '../src/index.ts';

describe('startHttpReceiver', () => {
  it('records requests as they came and answers 200', async () => {
    await using receiver = await startHttpReceiver();
    const body = Buffer.from([0, 255, 10]);
    const answer = await fetch(`${receiver.url}/hook?a=1`, {
      method: 'POST',
      headers: { 'X-Own': 'Value' },
      body,
    });
    expect(answer.status).to.equal(200);
    const [request] = receiver.requests;
    expect(request).to.include({ number: 1, method: 'POST', url: '/hook?a=1' });
    expect(request?.body).to.deep.equal(body);
    expect(request?.rawHeaders).to.include('Value');
    expect(receiver.connections).to.equal(1);
  });

  it('answers as the handler of the moment wants', async () => {
    await using receiver = await startHttpReceiver((_request, response) => {
      response.writeHead(503, { 'retry-after': '7' }).end();
    });
    const first = await fetch(receiver.url);
    expect([first.status, first.headers.get('retry-after')]).to.deep.equal([503, '7']);
    receiver.handle((request, response) => void response.end(`number ${request.number}`));
    expect(await (await fetch(receiver.url)).text()).to.equal('number 2');
  });

  it('cuts those who wait for an answer when it is disposed', async () => {
    const receiver = await startHttpReceiver(() => {});
    const request = fetch(receiver.url).catch((error: unknown) => error);
    await waitFor(() => receiver.requests.length === 1, { what: 'the request' });
    await receiver[Symbol.asyncDispose]();
    expect(await request).to.be.instanceOf(Error);
  });

  it('does not count a request that was cut off in its body', async () => {
    await using receiver = await startHttpReceiver();
    const socket = connect(receiver.port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nhalf');
    await once(socket, 'connect');
    await waitFor(() => receiver.connections === 1, { what: 'the connection' });
    socket.destroy();
    await fetch(receiver.url);
    expect(receiver.requests.map(({ method }) => method)).to.deep.equal(['GET']);
  });
});
