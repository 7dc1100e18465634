export { startAdminServer, type AdminServer, type AdminServerOptions } from './admin-server.ts';
export {
  createLogger,
  logLevels,
  type Logger,
  type LoggerOptions,
  type LogLevel,
} from './logger.ts';
export type { Checks, Readiness } from './readiness-probe.ts';
