export { crashPoint, crashPoints, type CrashPoint } from './crash-point.ts';
export { Latest } from './latest.ts';
export { listen, type ListenOptions } from './listen.ts';
export { startLoop, type Loop, type LoopOptions } from './loop.ts';
export { runApp, type App, type RunOptions } from './run-app.ts';
export { SettingsReader, type Environment } from './settings-reader.ts';
export { StartupError } from './startup-error.ts';
