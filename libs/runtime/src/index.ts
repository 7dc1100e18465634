export { buildInfo, type BuildInfo } from './build-info.ts';
export { crashPoint, crashPoints, type CrashPoint } from './crash-point.ts';
export {
  FairShares,
  type AcquireOptions,
  type FairSharesOptions,
  type Permit,
} from './fair-shares.ts';
export { dataDirProblem } from './data-dir.ts';
export { closeDataDir } from './private-data-dir.ts';
export { closeFile, createPrivateFile, keepToOwner } from './private-files.ts';
export { keepDescriptorsFree, type DescriptorShortage } from './descriptor-guard.ts';
export { canonicalJson, linkHash, NO_LINK } from './hash-chain.ts';
export { reachableHost, reachableOrigin } from './host-address.ts';
export { Latest } from './latest.ts';
export { listen, type ListenOptions } from './listen.ts';
export { LruMap } from './lru-map.ts';
export { startLoop, type Loop, type LoopOptions } from './loop.ts';
export { networkOf } from './network-of.ts';
export { runApp, type App, type RunOptions } from './run-app.ts';
export { readSecretText, type SecretText } from './secret-text.ts';
export { SettingsReader, type Environment } from './settings-reader.ts';
export {
  mayTake,
  placesLeft,
  ShareLedger,
  type ShareLedgerOptions,
  type Shares,
  type Taking,
} from './share-ledger.ts';
export { survivingOutput } from './surviving-output.ts';
export { StartupError } from './startup-error.ts';
export { within } from './within.ts';
