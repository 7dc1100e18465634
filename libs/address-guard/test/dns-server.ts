import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';

/** Answers one question with addresses; those of the other family are left out. */
export type Answer = (
  name: string,
  asked: number,
) => readonly string[] | Promise<readonly string[]>;

export interface DnsServer extends AsyncDisposable {
  /** For setServers. */
  readonly address: string;
  /** Questions that came so far. */
  readonly questions: readonly string[];
}

const typeA = 1;
const typeAaaa = 28;

/** A DNS server on a free port of the loopback, for names with no compression. */
export async function startDnsServer(answer: Answer): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const questions: string[] = [];
  const askedTimes = new Map<string, number>();
  const respond = async (query: Buffer, from: RemoteInfo): Promise<void> => {
    const { name, type, end } = readQuestion(query);
    const key = `${name} ${type}`;
    const asked = (askedTimes.get(key) ?? 0) + 1;
    askedTimes.set(key, asked);
    questions.push(name);
    const addresses = await answer(name, asked);
    const records = addresses.filter((it) => isIPv6(it) === (type === typeAaaa)).map(toRecord);
    socket.send(toResponse(query, end, records), from.port, from.address);
  };
  socket.on('message', (query, from) => void respond(query, from));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    [Symbol.asyncDispose]: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let offset = 12;
  for (let length = query[offset] ?? 0; length > 0; length = query[offset] ?? 0) {
    labels.push(query.toString('latin1', offset + 1, offset + 1 + length));
    offset += 1 + length;
  }
  return { name: labels.join('.'), type: query.readUInt16BE(offset + 1), end: offset + 5 };
}

function toResponse(query: Buffer, questionEnd: number, records: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  return Buffer.concat([header, query.subarray(12, questionEnd), ...records]);
}

function toRecord(address: string): Buffer {
  const data = isIPv6(address) ? ipv6Bytes(address) : Buffer.from(address.split('.').map(Number));
  const record = Buffer.alloc(12);
  record.writeUInt16BE(0xc00c, 0); // the name of the question
  record.writeUInt16BE(isIPv6(address) ? typeAaaa : typeA, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt16BE(data.length, 10);
  return Buffer.concat([record, data]);
}

function ipv6Bytes(address: string): Buffer {
  const [head = '', tail = ''] = address.split('::');
  const headParts = head === '' ? [] : head.split(':');
  const tailParts = tail === '' ? [] : tail.split(':');
  const zeros = new Array<string>(8 - headParts.length - tailParts.length).fill('0');
  const hex = [...headParts, ...zeros, ...tailParts].map((part) => part.padStart(4, '0')).join('');
  return Buffer.from(hex, 'hex');
}
