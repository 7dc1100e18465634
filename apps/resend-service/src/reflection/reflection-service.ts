import type { MessageInitShape } from '@bufbuild/protobuf';
import { Code, type ServiceImpl } from '@connectrpc/connect';

import {
  type reflectionV1alpha,
  type ServerReflection,
  type ServerReflectionRequest,
  type ServerReflectionResponseSchema,
} from '@webhooks/contracts';

import type { DescriptorIndex } from './descriptor-index.ts';

type Response = NonNullable<
  MessageInitShape<typeof ServerReflectionResponseSchema>['messageResponse']
>;

/** The two versions of the service, whose messages are the same field by field. */
type AnyReflection = typeof ServerReflection | typeof reflectionV1alpha.ServerReflection;
type AnyRequest = ServerReflectionRequest | reflectionV1alpha.ServerReflectionRequest;

/** Reflection of one version, so that generic clients find the services and their messages. */
export function reflectionService<Version extends AnyReflection>(
  index: DescriptorIndex,
): ServiceImpl<Version> {
  const implementation = {
    async *serverReflectionInfo(requests: AsyncIterable<AnyRequest>) {
      for await (const request of requests) {
        yield {
          validHost: request.host,
          originalRequest: request,
          messageResponse: answerTo(request, index),
        };
      }
    },
  };
  return implementation as ServiceImpl<Version>;
}

function answerTo({ messageRequest }: AnyRequest, index: DescriptorIndex): Response {
  switch (messageRequest.case) {
    case 'listServices': {
      const service = index.services.map((name) => ({ name }));
      return { case: 'listServicesResponse', value: { service } };
    }
    case 'fileByFilename':
      return filesOr(index.byFilename(messageRequest.value), 'file');
    case 'fileContainingSymbol':
      return filesOr(index.bySymbol(messageRequest.value), 'symbol');
    case 'fileContainingExtension':
      return failure(Code.NotFound, 'unknown extension');
    case 'allExtensionNumbersOfType':
      return index.hasMessage(messageRequest.value)
        ? { case: 'allExtensionNumbersResponse', value: { baseTypeName: messageRequest.value } }
        : failure(Code.NotFound, 'unknown message');
    case undefined:
      return failure(Code.InvalidArgument, 'nothing is asked');
  }
}

function filesOr(files: readonly Uint8Array[] | null, what: string): Response {
  if (files === null) return failure(Code.NotFound, `unknown ${what}`);
  return { case: 'fileDescriptorResponse', value: { fileDescriptorProto: [...files] } };
}

function failure(errorCode: Code, errorMessage: string): Response {
  return { case: 'errorResponse', value: { errorCode, errorMessage } };
}
