export { parseDurationS } from './duration.ts';
export { printable } from './printable.ts';
export { runTool } from './run-tool.ts';
export {
  readSecretsFile,
  readStackSecret,
  secretsFile,
  type StackSecretName,
} from './stack-secrets.ts';
export { mintServiceToken, mintUserToken } from './tokens.ts';
