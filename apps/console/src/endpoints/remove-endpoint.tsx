import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { asApiError } from '../api/api-error.ts';
import { removeEndpoint } from '../api/endpoints-api.ts';
import { t } from '../i18n/locale.ts';
import { navigate } from '../navigation/navigation.ts';
import { hrefs } from '../navigation/route.ts';
import { announce, announceProblem } from '../ui/announcement.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { refusalText } from '../ui/error-notice.tsx';

/** Removes an endpoint for good, once a person agrees. */
export function RemoveEndpoint({ id }: { readonly id: string }): JSX.Element {
  const { newEndpoint: texts } = t();
  const [isAsked, setAsked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const remove = async (): Promise<void> => {
    setBusy(true);
    try {
      await removeEndpoint(id);
      setAsked(false);
      navigate(hrefs.endpoints());
      announce(texts.removed(id));
    } catch (error) {
      setBusy(false);
      setAsked(false);
      announceProblem(refusalText(asApiError(error)));
    }
  };
  return (
    <>
      <Button kind="danger" onClick={() => setAsked(true)}>
        {texts.remove}
      </Button>
      {isAsked && (
        <ConfirmDialog
          title={texts.confirmRemove}
          confirm={texts.confirmRemoveYes}
          kind="danger"
          isBusy={isBusy}
          onConfirm={() => void remove()}
          onClose={() => setAsked(false)}
        >
          {texts.confirmRemoveText}
        </ConfirmDialog>
      )}
    </>
  );
}
