import type { ResendMode } from '@webhooks/domain';
import type { ConsumerConfig, JetStreamManager } from 'nats';

import { isConsumerNotFound, isRefusal, SessionFailure } from './broker-errors.ts';
import { conforms, consumerConfig, consumerName, STREAM } from './topology.ts';

/** Makes the durable consumer of a mode as it has to be. */
export async function ensureConsumer(
  manager: JetStreamManager,
  mode: ResendMode,
  maxInFlight: number,
): Promise<void> {
  const wanted = consumerConfig(mode, maxInFlight);
  const existing = await findConsumer(manager, mode);
  if (existing !== null && conforms(existing, wanted)) return;
  if (existing !== null && (await updates(manager, wanted))) return;
  if (existing !== null) await manager.consumers.delete(STREAM, wanted.durable_name);
  await manager.consumers.add(STREAM, wanted);
}

/** @throws SessionFailure when the consumer is gone or is not as it has to be. */
export async function checkConsumer(
  manager: JetStreamManager,
  mode: ResendMode,
  maxInFlight: number,
): Promise<void> {
  const existing = await findConsumer(manager, mode);
  if (existing === null) throw new SessionFailure(`consumer ${consumerName(mode)} was deleted`);
  if (!conforms(existing, consumerConfig(mode, maxInFlight))) {
    throw new SessionFailure(`consumer ${consumerName(mode)} was changed`);
  }
}

/** False when the server cannot change one of the properties in place. */
async function updates(
  manager: JetStreamManager,
  wanted: ReturnType<typeof consumerConfig>,
): Promise<boolean> {
  try {
    const { config } = await manager.consumers.update(STREAM, wanted.durable_name, wanted);
    return conforms(config, wanted);
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

async function findConsumer(
  manager: JetStreamManager,
  mode: ResendMode,
): Promise<ConsumerConfig | null> {
  try {
    return (await manager.consumers.info(STREAM, consumerName(mode))).config;
  } catch (error) {
    if (isConsumerNotFound(error)) return null;
    throw error;
  }
}
