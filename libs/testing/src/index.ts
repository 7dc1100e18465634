export { createCertificate, type Certificate, type CertificateOptions } from './certificate.ts';
export { spawnChild, type ExitState } from './child-processes.ts';
export { startDnsServer, type DnsAnswer, type DnsReply, type DnsServer } from './dns-server.ts';
export { startConnectProxy, type ConnectAnswer, type ConnectProxy } from './connect-proxy.ts';
export { createFakeClock, type FakeClock } from './fake-clock.ts';
export { freePort } from './free-port.ts';
export {
  startHttpReceiver,
  type HttpReceiver,
  type ReceivedRequest,
  type ReceiverHandler,
} from './http-receiver.ts';
export { growthBeyondLinear, type WorstText } from './linear-time.ts';
export { startNatsServer, type NatsServer } from './nats-server.ts';
export { processResources, type ProcessResources } from './process-resources.ts';
export { createAnswerCheck, type CheckedAnswer } from './openapi/answer-check.ts';
export { createSchemaCheck } from './openapi/schema-check.ts';
export type {
  ExampleObject,
  OpenApiDocument,
  OperationObject,
} from './openapi/openapi-document.ts';
export { loadSampleRecords, sampleRecordsFile, type SampleRecord } from './sample-records.ts';
export { sampleResend } from './sample-resend.ts';
export { seededRandom } from './seeded-random.ts';
export {
  serveProof,
  type ProofMessage,
  type ProofNote,
  type ProofOptions,
  type ProofResult,
} from './serve-proof.ts';
export { startProcess, type ProcessHandle, type ProcessOptions } from './start-process.ts';
export { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';
export { createTempDir, type TempDir } from './temp-dir.ts';
export { authSettings, serviceToken, userToken } from './test-credentials.ts';
export { mintServiceToken, mintUserToken, type Claims } from './tokens.ts';
export { waitFor, type WaitOptions } from './wait-for.ts';
