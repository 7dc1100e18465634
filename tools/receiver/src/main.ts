import { runApp } from '@webhooks/runtime';
import { isHelpShown, refuseArguments } from '@webhooks/tool-kit';

import { deliveryLine } from './delivery-line.ts';
import { startReceiver } from './receiver.ts';
import { readSettings } from './settings.ts';

const USAGE =
  'usage: npm run receiver   (environment: RECEIVER_PORT, HOST, and RECEIVER_SECRET,' +
  ' the signing secret of the endpoint; without it signatures are not checked)';

if (!isHelpShown(USAGE)) {
  await runApp('receiver', () => {
    refuseArguments(USAGE);
    return startReceiver(readSettings(process.env), (delivery) =>
      console.log(deliveryLine(delivery)),
    );
  });
}
