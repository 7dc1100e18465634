import type { ConsumerConfig, JetStreamManager } from 'nats';

import { isConsumerNotFound, isRefusal, ConnectionFailure } from './broker-errors.ts';
import { conforms, consumerConfig, STREAM, type JobSourceOptions } from './topology.ts';

/** Makes the durable consumer of a source as it has to be. */
export async function ensureConsumer(
  manager: JetStreamManager,
  options: Required<JobSourceOptions>,
): Promise<void> {
  const wanted = consumerConfig(options);
  const existing = await findConsumer(manager, wanted.durable_name);
  if (existing !== null && conforms(existing, wanted)) return;
  if (existing !== null && (await updates(manager, wanted))) return;
  if (existing !== null) await manager.consumers.delete(STREAM, wanted.durable_name);
  await manager.consumers.add(STREAM, wanted);
}

/** @throws ConnectionFailure when the consumer is gone or is not as it has to be. */
export async function checkConsumer(
  manager: JetStreamManager,
  options: Required<JobSourceOptions>,
): Promise<void> {
  const wanted = consumerConfig(options);
  const existing = await findConsumer(manager, wanted.durable_name);
  if (existing === null) throw new ConnectionFailure(`consumer ${wanted.durable_name} was deleted`);
  if (!conforms(existing, wanted)) {
    throw new ConnectionFailure(`consumer ${wanted.durable_name} was changed`);
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
  name: string,
): Promise<ConsumerConfig | null> {
  try {
    return (await manager.consumers.info(STREAM, name)).config;
  } catch (error) {
    if (isConsumerNotFound(error)) return null;
    throw error;
  }
}
