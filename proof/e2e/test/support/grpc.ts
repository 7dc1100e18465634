import { fileURLToPath } from 'node:url';

import {
  credentials,
  loadPackageDefinition,
  Metadata,
  status,
  type ClientDuplexStream,
  type GrpcObject,
  type ServiceClientConstructor,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import protobuf from 'protobufjs';

/** A message as proto-loader has it: snake_case names, numbers for int64, names for enums. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Message = Record<string, any>;

/** How a call failed, with the google.rpc details of it by their names. */
export interface Refusal {
  readonly status: string;
  readonly message: string;
  readonly details: Readonly<Record<string, Message>>;
}

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** A gRPC client of another implementation than the server's. */
export class GrpcClient implements Disposable {
  readonly #client: InstanceType<ServiceClientConstructor>;
  readonly #metadata = new Metadata();

  /** The service by its full name; every call carries the headers. */
  constructor(address: string, service: string, headers: Readonly<Record<string, string>> = {}) {
    const path = service.split('.');
    const found = path.reduce<unknown>((at, name) => (at as GrpcObject)[name], contract());
    this.#client = new (found as ServiceClientConstructor)(address, credentials.createInsecure());
    for (const [name, value] of Object.entries(headers)) this.#metadata.set(name, value);
  }

  /** Rejects with the error of grpc-js. */
  call(method: string, request: Message): Promise<Message> {
    return new Promise((resolve, reject) => {
      const done = (error: ServiceError | null, answer: Message): void =>
        error === null ? resolve(answer) : reject(error);
      this.#method(method)(request, this.#metadata, done);
    });
  }

  /** How a call fails that must fail. */
  async refusal(method: string, request: Message): Promise<Refusal> {
    const error = await this.call(method, request).then(
      () => Promise.reject(new Error(`${method} was not refused`)),
      (reason: unknown) => reason as ServiceError,
    );
    return {
      status: status[error.code] ?? '',
      message: error.details,
      details: decodeDetails(error),
    };
  }

  /** Sends one message on a stream in both directions and answers the first that comes back. */
  async exchange(method: string, request: Message): Promise<Message> {
    const stream = this.#method(method)(this.#metadata) as ClientDuplexStream<Message, Message>;
    stream.end(request);
    const [answer] = (await stream.toArray()) as Message[];
    return answer ?? {};
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }

  #method(name: string): (...args: unknown[]) => unknown {
    const method = this.#client[name];
    if (method === undefined) throw new Error(`the contract has no ${name}`);
    return (method as (...args: unknown[]) => unknown).bind(this.#client);
  }
}

function contract(): GrpcObject {
  const files = [
    'webhooks/resend/v1/resend_service.proto',
    'webhooks/catalog/v1/catalog_service.proto',
    'health/v1/health.proto',
    'grpc/reflection/v1/reflection.proto',
  ];
  const includeDirs = [
    `${root}proto`,
    `${root}node_modules/grpc-health-check/proto`,
    `${root}node_modules/@grpc/reflection/build/proto`,
  ];
  const options = { keepCase: true, longs: Number, enums: String, defaults: true, oneofs: true };
  return loadPackageDefinition(loadSync(files, { includeDirs, ...options }));
}

/** Decodes "grpc-status-details-bin", a google.rpc.Status. */
function decodeDetails({ metadata }: ServiceError): Record<string, Message> {
  const types = new protobuf.Root();
  types.resolvePath = (_origin, file) => `${root}proto/third_party/${file}`;
  types.loadSync(['google/rpc/status.proto', 'google/rpc/error_details.proto']);
  const [bytes] = metadata.get('grpc-status-details-bin');
  const decoded = types.lookupType('google.rpc.Status').decode(bytes as Buffer) as unknown as {
    readonly details: readonly { readonly type_url: string; readonly value: Uint8Array }[];
  };
  return Object.fromEntries(
    decoded.details.map(({ type_url: url, value }) => {
      const name = url.slice(url.lastIndexOf('/') + 1);
      const type = types.lookupType(name);
      return [name, type.toObject(type.decode(value))];
    }),
  );
}
