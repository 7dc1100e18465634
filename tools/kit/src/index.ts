export { parseDurationS } from './duration.ts';
export { isHelpShown, refuseArguments } from './help.ts';
export { printable } from './printable.ts';
export { readRpcUrl } from './rpc-url.ts';
export { runTool } from './run-tool.ts';
export { serviceFailure } from './service-failure.ts';
export {
  readSecretsFile,
  readStackSecret,
  secretOf,
  secretsFile,
  type StackSecretName,
} from './stack-secrets.ts';
export { mintServiceToken, mintUserToken } from './tokens.ts';
