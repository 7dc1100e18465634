import { fileURLToPath } from 'node:url';

import type { ServiceError } from '@grpc/grpc-js';
import protobuf from 'protobufjs';

/** The details of an error, by message name, as another implementation decodes them. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

const ownFiles = fileURLToPath(new URL('../../../../proto/', import.meta.url));
const protoFiles = `${ownFiles}third_party/`;

const root = new protobuf.Root();
const resolvePath = root.resolvePath.bind(root);
root.resolvePath = (origin, target) => {
  if (target.startsWith('webhooks/')) return `${ownFiles}${target}`;
  return target.startsWith('google/') ? `${protoFiles}${target}` : resolvePath(origin, target);
};
root.loadSync([
  'google/rpc/status.proto',
  'google/rpc/error_details.proto',
  'webhooks/resend/v1/resend.proto',
]);

/** Decodes "grpc-status-details-bin". */
export function errorDetails(error: ServiceError): ErrorDetails {
  const [bytes] = error.metadata.get('grpc-status-details-bin');
  if (bytes === undefined) return {};
  const status = root.lookupType('google.rpc.Status').decode(bytes as Buffer) as unknown as {
    readonly details: readonly { readonly type_url: string; readonly value: Uint8Array }[];
  };
  return Object.fromEntries(
    status.details.map(({ type_url: url, value }) => {
      const name = url.slice(url.lastIndexOf('/') + 1);
      const type = root.lookupType(name);
      return [name, type.toObject(type.decode(value), { longs: Number })];
    }),
  );
}
