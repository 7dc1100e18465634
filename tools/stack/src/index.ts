export { defaultPorts, type StackPorts } from './programs/options.ts';
export { Supervisor } from './process/supervisor.ts';
export {
  dispatcher,
  natsServer,
  resendService,
  restFacade,
  type ProgramSettings,
} from './programs/programs.ts';
export { ensureSecrets } from './programs/secrets.ts';
