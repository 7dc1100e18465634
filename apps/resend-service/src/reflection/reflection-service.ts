import type { MessageInitShape } from '@bufbuild/protobuf';
import { Code, type ServiceImpl } from '@connectrpc/connect';

import {
  type ServerReflection,
  type ServerReflectionRequest,
  type ServerReflectionResponseSchema,
} from '@webhooks/contracts';

import type { DescriptorIndex } from './descriptor-index.ts';

type Response = NonNullable<
  MessageInitShape<typeof ServerReflectionResponseSchema>['messageResponse']
>;

/** grpc.reflection.v1, so that generic clients find the services and their messages. */
export function reflectionService(index: DescriptorIndex): ServiceImpl<typeof ServerReflection> {
  return {
    async *serverReflectionInfo(requests) {
      for await (const request of requests) {
        yield {
          validHost: request.host,
          originalRequest: request,
          messageResponse: answerTo(request, index),
        };
      }
    },
  };
}

function answerTo({ messageRequest }: ServerReflectionRequest, index: DescriptorIndex): Response {
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
