import { expect } from 'chai';

import { deliveryHeaders } from '../src/index.ts';
import { answer, startRawReceiver } from './support/raw-receiver.ts';
import { testSender, webhook } from './support/test-sender.ts';

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;

describe('a request on the wire', () => {
  it('has the names of its headers as they are documented, and the values byte for byte', async () => {
    await using receiver = await startRawReceiver({
      onRequest: (socket) => socket.write(answer('200 OK', {})),
    });
    await using sender = testSender();
    const body = Buffer.from('{"nome":"José"}');
    const headers = deliveryHeaders({
      endpoint: {
        authorizationToken: 'Bearer \t a  é ',
        xFunctionsKey: 'k==',
        signingSecrets: [{ secret, expiresAtMs: null }],
      },
      eventId: 'evt_01',
      eventOccurredAtUs: 1_777_716_000_123_456,
      payload: body,
      resendId: 7890,
      attemptNumber: 3,
      nowMs: 1_777_800_000_999,
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
    await sender.send({ url: `${receiver.url}?a=b#c`, headers, body });
    const [request = ''] = receiver.requests;
    const [head = '', sent = ''] = request.split('\r\n\r\n');
    expect(sent).to.equal(body.toString('latin1'));
    expect(head.split('\r\n')).to.have.ordered.members([
      'POST /hook?a=b HTTP/1.1',
      `host: 127.0.0.1:${receiver.port}`,
      'connection: keep-alive',
      'Content-Type: application/json',
      'Accept: */*',
      'User-Agent: webhook-resend/1',
      'Webhook-Timestamp: 1777800000',
      'Webhook-Resend-Id: 7890',
      'Webhook-Attempt: 3',
      'traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      'Authorization: Bearer \t a  é ',
      'X-Functions-Key: k==',
      'Webhook-Event-Time: 2026-05-02T10:00:00.123456Z',
      'Webhook-Id: evt_01',
      `Webhook-Signature: ${headers['Webhook-Signature']}`,
      `content-length: ${body.length}`,
    ]);
  });

  for (const size of [0, 1, 60_000, 65_536, 65_537, 1_000_000]) {
    it(`has a body of ${size} bytes byte for byte, also on a kept connection`, async () => {
      await using receiver = await startRawReceiver({
        onRequest: (socket) => socket.write(answer('200 OK', {})),
      });
      await using sender = testSender();
      const body = Uint8Array.from({ length: size }, (_, at) => at * 31);
      const request = { ...webhook(receiver.url), body };
      const outcomes = [await sender.send(request), await sender.send(request)];
      expect(outcomes.map(({ httpStatus }) => httpStatus)).to.deep.equal([200, 200]);
      const bodies = receiver.requests.map((text) => text.slice(text.indexOf('\r\n\r\n') + 4));
      const sent = Buffer.from(body).toString('latin1');
      expect(bodies.map((text) => text === sent)).to.deep.equal([true, true]);
    });
  }

  it('is not there at all while it may not be written, also on a kept connection', async () => {
    await using receiver = await startRawReceiver({
      onRequest: (socket) => socket.write(answer('200 OK', {})),
    });
    await using sender = testSender({ attemptTimeoutMs: 250 });
    await sender.send(webhook(receiver.url));
    const outcome = await sender.send({ ...webhook(receiver.url), mayBeWritten: () => false });
    expect(outcome.httpStatus).to.equal(null);
    expect(receiver.bytes).to.equal(Buffer.byteLength(receiver.requests.join(''), 'latin1'));
    expect(receiver.requests).to.have.length(1);
  });

  it('that waited for a connection beyond its deadline is never written', async () => {
    const answers: (() => void)[] = [];
    await using receiver = await startRawReceiver({
      onRequest: (socket) => void answers.push(() => socket.write(answer('200 OK', {}))),
    });
    await using sender = testSender({ connectionsPerOrigin: 1, attemptTimeoutMs: 300 });
    const first = sender.send(webhook(receiver.url));
    const late = sender.send({ ...webhook(receiver.url), spentMs: 200 });
    expect((await late).errorClass).to.equal('connect_timeout');
    for (const write of answers) write();
    expect((await first).httpStatus).to.equal(200);
    await using other = testSender();
    await Promise.all([other.send(webhook(receiver.url)), answerNext(answers)]);
    expect(receiver.requests).to.have.length(2);
  });
});

/** Answers the request that is still to come. */
async function answerNext(answers: (() => void)[]): Promise<void> {
  const before = answers.length;
  while (answers.length === before) await new Promise((resolve) => setImmediate(resolve));
  answers.at(-1)?.();
}
