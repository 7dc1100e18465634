export { defaultPorts, type StackPorts } from './options.ts';
export { Supervisor } from './process/supervisor.ts';
export {
  dispatcher,
  natsServer,
  resendService,
  restFacade,
  type ProgramSettings,
} from './programs.ts';
export { ensureSecrets } from './secrets.ts';
