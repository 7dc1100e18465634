import type { Scene } from './scene/scene.ts';
import { absentBodies } from './scenes/absent-bodies.ts';
import { deepJson } from './scenes/deep-json.ts';
import { foreignLock } from './scenes/foreign-lock.ts';
import { halfHeads } from './scenes/half-heads.ts';
import { imports } from './scenes/imports.ts';
import { previews } from './scenes/previews.ts';
import { progressStreams } from './scenes/progress-streams.ts';
import { reflectionStreams } from './scenes/reflection-streams.ts';
import { silentConnections } from './scenes/silent-connections.ts';
import { slowBulks } from './scenes/slow-bulks.ts';
import { slowEndpoints } from './scenes/slow-endpoints.ts';
import { slowRate } from './scenes/slow-rate.ts';

/** Every scene; a long run takes them in this order. */
export const scenes: readonly Scene[] = [
  slowRate,
  slowBulks,
  slowEndpoints,
  reflectionStreams,
  silentConnections,
  absentBodies,
  halfHeads,
  progressStreams,
  previews,
  imports,
  deepJson,
  foreignLock,
];
