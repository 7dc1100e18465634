export {
  idOf,
  RESEND_PATH,
  RestApi,
  type Answer,
  type ResendAction,
  type ResendLog,
  type ResendPage,
} from './rest-api.ts';
export { createSettings, serviceToken, userToken, type Settings } from './settings.ts';
export { APP_PROGRAM, startApp, startSystem, System, type AppName } from './system.ts';
