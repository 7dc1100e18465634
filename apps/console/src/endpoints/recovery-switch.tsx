import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { asApiError } from '../api/api-error.ts';
import { setAutomaticRecovery } from '../api/endpoints-api.ts';
import { t } from '../i18n/locale.ts';
import { announce, announceProblem } from '../ui/announcement.tsx';
import { Button } from '../ui/button.tsx';
import { refusalText } from '../ui/error-notice.tsx';
import type { EndpointActionsProps } from './endpoint-actions.tsx';

/** Whether what an endpoint misses in an outage is resent without anybody asking. */
export function RecoverySwitch({ endpoint, onChange }: EndpointActionsProps): JSX.Element {
  const { endpoints: texts } = t();
  const [isBusy, setBusy] = useState(false);
  const isOn = endpoint.recover_automatically;
  const turn = async (): Promise<void> => {
    setBusy(true);
    try {
      await setAutomaticRecovery(endpoint.id, !isOn);
      announce(isOn ? texts.recoveryIsOff : texts.recoveryIsOn);
      onChange();
    } catch (error) {
      announceProblem(refusalText(asApiError(error)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button isBusy={isBusy} onClick={() => void turn()}>
      {isOn ? texts.turnRecoveryOff : texts.turnRecoveryOn}
    </Button>
  );
}
