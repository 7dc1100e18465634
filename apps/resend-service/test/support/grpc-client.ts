import { fileURLToPath } from 'node:url';

import {
  credentials,
  loadPackageDefinition,
  Metadata,
  status,
  type ClientDuplexStream,
  type ClientReadableStream,
  type ClientWritableStream,
  type GrpcObject,
  type ServiceClientConstructor,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

import { errorDetails, type ErrorDetails } from './error-details.ts';

/** An answer or request as proto-loader has it: snake_case names, numbers for int64. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- assertions look into it freely
export type Json = Record<string, any>;

/** What goes with a call. */
export interface CallOptions {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly deadlineMs?: number;
}

/** How a call failed. */
export interface Refusal {
  /** The name of the status, as in NOT_FOUND. */
  readonly status: string;
  readonly message: string;
  readonly details: ErrorDetails;
}

const root = fileURLToPath(new URL('../../../../', import.meta.url));

const packages = loadPackageDefinition(
  loadSync(
    [
      'webhooks/resend/v1/resend_service.proto',
      'webhooks/catalog/v1/catalog_service.proto',
      'webhooks/endpoint/v1/endpoint_service.proto',
      'webhooks/identity/v1/identity_service.proto',
      'webhooks/event/v1/event_service.proto',
      'webhooks/audit/v1/audit_service.proto',
      'webhooks/portal/v1/portal_service.proto',
      'health/v1/health.proto',
      'grpc/reflection/v1/reflection.proto',
      'grpc/reflection/v1alpha/reflection.proto',
    ],
    {
      includeDirs: [
        `${root}proto`,
        `${root}node_modules/grpc-health-check/proto`,
        `${root}node_modules/@grpc/reflection/build/proto`,
      ],
      keepCase: true,
      longs: Number,
      enums: String,
      oneofs: true,
      defaults: true,
    },
  ),
);

/** A client by another implementation of gRPC than the server's. */
export class GrpcClient implements Disposable {
  readonly #client: InstanceType<ServiceClientConstructor>;
  readonly #options: CallOptions;

  /** Options hold for every call unless a call has its own. */
  constructor(port: number, service: string, options: CallOptions = {}) {
    const path = service.split('.');
    const constructor = path.reduce<unknown>((at, name) => (at as GrpcObject)[name], packages);
    const address = `127.0.0.1:${port}`;
    this.#client = new (constructor as ServiceClientConstructor)(
      address,
      credentials.createInsecure(),
    );
    this.#options = options;
  }

  /** Rejects with grpc-js's error. */
  unary(method: string, request: Json, options: CallOptions = {}): Promise<Json> {
    return new Promise((resolve, reject) => {
      const done = (error: ServiceError | null, answer: Json): void =>
        error === null ? resolve(answer) : reject(error);
      this.#start(method, [request], options, done);
    });
  }

  /** Resolves with the failure of a call that must fail. */
  async refusal(method: string, request: Json, options: CallOptions = {}): Promise<Refusal> {
    const answer = await this.unary(method, request, options).catch((error: unknown) => error);
    return toRefusal(answer);
  }

  /** A client stream; `answer` settles when the call does. */
  clientStream(
    method: string,
    options: CallOptions = {},
  ): { readonly call: ClientWritableStream<Json>; readonly answer: Promise<Json> } {
    const { promise: answer, resolve, reject } = Promise.withResolvers<Json>();
    const done = (error: ServiceError | null, value: Json): void =>
      error === null ? resolve(value) : reject(error);
    return { call: this.#start(method, [], options, done) as ClientWritableStream<Json>, answer };
  }

  serverStream(
    method: string,
    request: Json,
    options: CallOptions = {},
  ): ClientReadableStream<Json> {
    return this.#start(method, [request], options) as ClientReadableStream<Json>;
  }

  bidiStream(method: string, options: CallOptions = {}): ClientDuplexStream<Json, Json> {
    return this.#start(method, [], options) as ClientDuplexStream<Json, Json>;
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }

  #start(method: string, request: readonly Json[], own: CallOptions, done?: unknown): unknown {
    const { token, headers = {}, deadlineMs } = { ...this.#options, ...own };
    const metadata = new Metadata();
    if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
    for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
    const deadline = deadlineMs === undefined ? {} : { deadline: Date.now() + deadlineMs };
    const call = this.#client[method];
    if (call === undefined) throw new Error(`the contract has no ${method}`);
    const callback = done === undefined ? [] : [done];
    return call.call(this.#client, ...request, metadata, deadline, ...callback);
  }
}

/** Reads the failure of a call. */
export function toRefusal(error: unknown): Refusal {
  if (!(error instanceof Error) || !('code' in error)) {
    throw new Error(`the call was not refused: ${JSON.stringify(error)}`);
  }
  const { code, details: message } = error as ServiceError;
  return { status: status[code], message, details: errorDetails(error as ServiceError) };
}
