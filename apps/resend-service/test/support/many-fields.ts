import { gzipSync } from 'node:zlib';

import { frame } from './http2-call.ts';

const SIZE = 1024 * 1024 - 1_000;

export const IMPORT = '/webhooks.catalog.v1.CatalogService/ImportRecords';
export const BATCH = '/webhooks.catalog.v1.CatalogService/BatchUpsertRecords';

export const ROTATE = '/webhooks.catalog.v1.CatalogService/RotateEndpointSecret';
export const RELAY = '/webhooks.relay.v1.RelayService/CreateResends';

export const fill = (...bytes: number[]): Buffer =>
  Buffer.alloc(SIZE - (SIZE % bytes.length), Buffer.from(bytes));

/** A field with a length, of a number below 16. */
export function field(number: number, value: Uint8Array): Buffer {
  const head = [(number << 3) | 2];
  let rest = value.length;
  for (; rest > 0x7f; rest >>>= 7) head.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([...head, rest]), value]);
}

export const account = (value: Buffer): Buffer => field(1, field(1, value));
const endpoint = (value: Buffer): Buffer => field(1, field(2, value));
export const event = (value: Buffer): Buffer => field(1, field(4, value));

export const relayed = (...bytes: number[]): Buffer => Buffer.alloc(500_000, Buffer.from(bytes));

/** An event whose account has a number below 128. */
export const eventOf = (index: number, accountId = 17): Buffer =>
  Buffer.concat([
    field(1, Buffer.from(`evt_${index}`)),
    Buffer.from([0x10, accountId, 0x18, 1]),
    field(5, Buffer.from('PAID')),
    field(6, Buffer.from([0x08, 1])),
    field(7, Buffer.from('{}')),
  ]);

export const messages: Record<string, Buffer> = {
  'empty records': fill(0x0a, 0),
  'records of empty events': fill(0x0a, 2, 0x22, 0),
  'one record of many accounts': field(1, fill(0x0a, 0)),
  'one record of accounts and events in turn': field(1, fill(0x0a, 0, 0x22, 0)),
  'many user ids': account(fill(0x20, 1)),
  'many user ids in one field': account(field(4, fill(1))),
  'many secrets': endpoint(fill(0x3a, 0)),
  'many ids of an event': event(fill(0x0a, 0)),
  'many payloads': event(fill(0x3a, 0)),
  'many times': event(fill(0x32, 0)),
  'many parts of a time': event(field(6, fill(0x08, 1))),
  'unknown fields': fill(0x78, 0),
  'unknown fields of a record': field(1, fill(0x78, 0)),
};

export interface Framing {
  readonly path: string;
  readonly type: string;
  readonly headers?: (encoding: string) => Record<string, string>;
  readonly encode: (message: Buffer, isCompressed: boolean) => Buffer;
}

export const inFrame = (message: Buffer, isCompressed: boolean): Buffer =>
  frame(isCompressed ? gzipSync(message) : message, { compressed: isCompressed });
export const grpc = {
  headers: (encoding: string) => ({ 'grpc-encoding': encoding }),
  encode: inFrame,
};
const inText = {
  ...grpc,
  encode: (message: Buffer, isCompressed: boolean) =>
    Buffer.from(inFrame(message, isCompressed).toString('base64')),
};
export const framings: Record<string, Framing> = {
  'gRPC, an import': { path: IMPORT, type: 'application/grpc', ...grpc },
  'gRPC, a batch': { path: BATCH, type: 'application/grpc+proto', ...grpc },
  'gRPC-Web, an import': { path: IMPORT, type: 'application/grpc-web+proto', ...grpc },
  'gRPC-Web, a batch': { path: BATCH, type: 'application/grpc-web', ...grpc },
  'gRPC-Web in text, a batch': { path: BATCH, type: 'application/grpc-web-text', ...inText },
  'Connect, an import': {
    path: IMPORT,
    type: 'application/connect+proto',
    headers: (encoding) => ({ 'connect-content-encoding': encoding }),
    encode: inFrame,
  },
  'Connect, a batch': {
    path: BATCH,
    type: 'application/proto',
    headers: (encoding) => ({ 'content-encoding': encoding }),
    encode: (message, isCompressed) => (isCompressed ? gzipSync(message) : message),
  },
};
