import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, isIPv6, type Server, type Socket } from 'node:net';

/** What is said of a name; addresses of the other family than the one asked for are left out. */
export interface DnsReply {
  readonly addresses: readonly string[];
  /** Seconds; 0. */
  readonly ttl?: number;
  /** The addresses are those of this name, which the name asked for is another one for. */
  readonly alias?: { readonly name: string; readonly ttl: number };
  /** As in 3 for a name that does not exist; 0. */
  readonly code?: number;
}

/**
 * Answers one question: addresses, more than that, or null for silence. asked: how often the name
 * was asked for in this family, with this question.
 */
export type DnsAnswer = (
  name: string,
  asked: number,
  family: 4 | 6,
) => DnsReply | readonly string[] | null | Promise<DnsReply | readonly string[] | null>;

export interface DnsServer extends AsyncDisposable {
  /** For setServers. */
  readonly address: string;
  /** Names that were asked for so far, one for each question. */
  readonly questions: readonly string[];
  /** Those of them that came by TCP. */
  readonly tcpQuestions: readonly string[];
}

interface Question {
  readonly name: string;
  readonly type: number;
  /** Where it ends in its message. */
  readonly end: number;
}

const typeA = 1;
const typeCname = 5;
const typeAaaa = 28;
/** What fits into an answer by UDP; a longer one is marked as cut. */
const maxUdpBytes = 512;

/** A DNS server on a free port of the loopback, by UDP and TCP. */
export async function startDnsServer(answer: DnsAnswer): Promise<DnsServer> {
  const { udp, tcp } = await listen();
  const questions: string[] = [];
  const tcpQuestions: string[] = [];
  const askedTimes = new Map<string, number>();
  const open = new Set<Socket>();

  const respond = async (query: Buffer): Promise<Buffer | null> => {
    const question = readQuestion(query);
    const { name, type } = question;
    const key = `${name} ${type}`;
    const asked = (askedTimes.get(key) ?? 0) + 1;
    askedTimes.set(key, asked);
    questions.push(name);
    const said = await answer(name, asked, type === typeAaaa ? 6 : 4);
    if (said === null) return null;
    return toResponse(query, question, 'addresses' in said ? said : { addresses: said });
  };
  udp.on('message', (query, from) => {
    void respond(query).then((response) => {
      if (response !== null) sendByUdp(udp, response, from);
    });
  });
  tcp.on('connection', (socket) => {
    open.add(socket);
    socket.on('error', () => {}).on('close', () => open.delete(socket));
    socket.on('data', (data) => {
      const query = data.subarray(2);
      tcpQuestions.push(readQuestion(query).name);
      void respond(query).then((response) => {
        if (response !== null) socket.write(Buffer.concat([uint16(response.length), response]));
      });
    });
  });
  return {
    address: `127.0.0.1:${udp.address().port}`,
    questions,
    tcpQuestions,
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy();
      tcp.close();
      udp.close();
      await Promise.all([once(tcp, 'close'), once(udp, 'close')]);
    },
  };
}

/** Both on one port, which may be free by TCP and taken by UDP. */
async function listen(): Promise<{ udp: UdpSocket; tcp: Server }> {
  const tcp = createServer();
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const { port } = tcp.address() as { port: number };
  const udp = createSocket('udp4');
  udp.bind(port, '127.0.0.1');
  try {
    await once(udp, 'listening');
    return { udp, tcp };
  } catch {
    tcp.close();
    return listen();
  }
}

function sendByUdp(udp: UdpSocket, response: Buffer, { port, address }: RemoteInfo): void {
  if (response.length <= maxUdpBytes) {
    udp.send(response, port, address);
    return;
  }
  const cut = Buffer.from(response.subarray(0, readQuestion(response).end));
  cut.writeUInt16BE(cut.readUInt16BE(2) | 0x0200, 2);
  cut.writeUInt16BE(0, 6);
  udp.send(cut, port, address);
}

function readQuestion(query: Buffer): Question {
  const labels: string[] = [];
  let offset = 12;
  for (let length = query[offset] ?? 0; length > 0; length = query[offset] ?? 0) {
    labels.push(query.toString('latin1', offset + 1, offset + 1 + length));
    offset += 1 + length;
  }
  return { name: labels.join('.'), type: query.readUInt16BE(offset + 1), end: offset + 5 };
}

function toResponse(query: Buffer, { type, end }: Question, reply: DnsReply): Buffer {
  const { addresses, ttl = 0, alias, code = 0 } = reply;
  const ofFamily = addresses.filter((it) => isIPv6(it) === (type === typeAaaa));
  const asked = uint16(0xc00c); // the name of the question
  const owner = alias === undefined ? asked : nameBytes(alias.name);
  const records = ofFamily.map((it) => toRecord(owner, type, ttl, addressBytes(it)));
  if (alias !== undefined) {
    records.unshift(toRecord(asked, typeCname, alias.ttl, nameBytes(alias.name)));
  }
  const header = Buffer.concat([
    query.subarray(0, 2),
    uint16(0x8180 | code),
    ...[1, records.length, 0, 0].map(uint16),
  ]);
  return Buffer.concat([header, query.subarray(12, end), ...records]);
}

function toRecord(owner: Buffer, type: number, ttl: number, data: Buffer): Buffer {
  const ttlBytes = Buffer.alloc(4);
  ttlBytes.writeUInt32BE(ttl);
  return Buffer.concat([
    ...[owner, uint16(type === typeAaaa || type === typeCname ? type : typeA), uint16(1)],
    ...[ttlBytes, uint16(data.length), data],
  ]);
}

function nameBytes(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.from(label, 'latin1'));
  const parts = labels.flatMap((label) => [Buffer.from([label.length]), label]);
  return Buffer.concat([...parts, Buffer.from([0])]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function addressBytes(address: string): Buffer {
  return isIPv6(address) ? ipv6Bytes(address) : Buffer.from(address.split('.').map(Number));
}

function ipv6Bytes(address: string): Buffer {
  const [head = '', tail = ''] = address.split('::');
  const headParts = head === '' ? [] : head.split(':');
  const tailParts = tail === '' ? [] : tail.split(':');
  const zeros = new Array<string>(8 - headParts.length - tailParts.length).fill('0');
  const hex = [...headParts, ...zeros, ...tailParts].map((part) => part.padStart(4, '0')).join('');
  return Buffer.from(hex, 'hex');
}
