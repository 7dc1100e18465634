import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What a proxy does with a CONNECT: connects, answers with these bytes instead, or says nothing. */
export type ConnectAnswer = 'connect' | 'silence' | { readonly bytes: string };

/** A proxy on the loopback that knows CONNECT alone. It connects to the port it is asked for, here. */
export interface ConnectProxy extends AsyncDisposable {
  readonly port: number;
  /** The heads of what it was asked, as they came. */
  readonly requests: readonly string[];
  /** Host and port of each CONNECT. */
  readonly targets: readonly string[];
  /** Connections to it that are open. */
  readonly open: number;
  /** From now on CONNECT is answered by this. */
  answer(answer: (target: string) => ConnectAnswer): void;
  /** False: it says nothing at all, as one that hangs. */
  speak(isSpeaking: boolean): void;
}

/** Starts one that connects to whatever it is asked for. */
export async function startConnectProxy(
  options: { readonly port?: number } = {},
): Promise<ConnectProxy> {
  const requests: string[] = [];
  const targets: string[] = [];
  const sockets = new Set<Socket>();
  let answerTo: (target: string) => ConnectAnswer = () => 'connect';
  let isSpeaking = true;
  const follow = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  const handle = (client: Socket, head: string): void => {
    requests.push(head);
    if (!isSpeaking) return;
    const target = /^CONNECT (\S+) HTTP\/1\.1\r\n/.exec(head)?.[1];
    if (target === undefined) {
      client.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    targets.push(target);
    const answer = answerTo(target);
    if (answer === 'connect') join(client, Number(target.slice(target.lastIndexOf(':') + 1)));
    else if (answer !== 'silence') client.end(answer.bytes, 'latin1');
  };
  const join = (client: Socket, port: number): void => {
    const receiver = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(receiver).pipe(client);
    });
    follow(receiver);
    let isConnected = false;
    receiver.on('connect', () => (isConnected = true));
    receiver.on('close', () => {
      if (isConnected) client.destroy();
      else client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
    });
    client.on('close', () => receiver.destroy());
  };
  const server = createServer((client) => {
    follow(client);
    let text = '';
    const read = (bytes: Buffer): void => {
      text += bytes.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end === -1) return;
      client.off('data', read);
      client.pause();
      handle(client, text.slice(0, end + 4));
    };
    client.on('data', read);
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    targets,
    get open() {
      return sockets.size;
    },
    answer: (answer) => {
      answerTo = answer;
    },
    speak: (speaks) => {
      isSpeaking = speaks;
    },
    [Symbol.asyncDispose]: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
