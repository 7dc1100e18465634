import { runApp } from '@webhooks/runtime';

import { deliveryLine } from './delivery-line.ts';
import { startReceiver } from './receiver.ts';
import { readSettings } from './settings.ts';

await runApp('receiver', () =>
  startReceiver(readSettings(process.env), (delivery) => console.log(deliveryLine(delivery))),
);
