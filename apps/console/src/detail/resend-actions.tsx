import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';

import { actOnResend, retryFailed } from '../api/api.ts';
import { asApiError } from '../api/api-error.ts';
import { newIdempotencyKey } from '../api/idempotency-key.ts';
import type { ResendDetail } from '../api/types.ts';
import { formatCount } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { navigate } from '../navigation/navigation.ts';
import { hrefs } from '../navigation/route.ts';
import { announce, announceProblem } from '../ui/announcement.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { refusalText } from '../ui/error-notice.tsx';
import { BlockedRetries } from './not-sent.tsx';

export interface ResendActionsProps {
  readonly resend: ResendDetail;
  /** Gets the resend as an action left it. */
  readonly onChange: (resend: ResendDetail) => void;
}

/** What can be done about a resend now. What cannot be taken back is asked about first. */
export function ResendActions({ resend, onChange }: ResendActionsProps): JSX.Element {
  const { detail: texts } = t();
  const [asked, setAsked] = useState<'cancel' | 'retry' | null>(null);
  const [isBusy, setBusy] = useState(false);
  const retryKey = useRef('');
  const { id, control, finished_at: finishedAt, failed, pending } = resend;
  const isRunning = finishedAt === null && control !== 'CANCELLING';

  /** question: the one that was answered with it, if any; another one stays open. */
  const act = async (
    question: 'cancel' | 'retry' | null,
    action: () => Promise<string>,
  ): Promise<void> => {
    setBusy(true);
    try {
      announce(await action());
    } catch (error) {
      announceProblem(refusalText(asApiError(error)));
    } finally {
      setBusy(false);
      setAsked((now) => (now === question ? null : now));
    }
  };
  const controlBy = (action: 'cancel' | 'pause' | 'resume'): Promise<void> =>
    act(action === 'cancel' ? 'cancel' : null, async () => {
      const { resend: after, in_flight: inFlight = null } = await actOnResend(id, action);
      onChange(after);
      if (action !== 'cancel') return action === 'pause' ? texts.paused : texts.resumed;
      return texts.cancelled(inFlight ? formatCount(inFlight) : null);
    });
  const retry = (): Promise<void> =>
    act('retry', async () => {
      const { resend: created } = await retryFailed(id, retryKey.current);
      navigate(hrefs.resend(created.id));
      return texts.created(String(created.id));
    });

  // Keys, so that a button that stays is the same one, and keeps the focus, when others come and go.
  return (
    <>
      {isRunning && control === 'RUNNING' && (
        <Button key="run" icon="pause" isBusy={isBusy} onClick={() => void controlBy('pause')}>
          {texts.pause}
        </Button>
      )}
      {isRunning && control === 'PAUSED' && (
        <Button
          key="run"
          icon="play"
          kind="primary"
          isBusy={isBusy}
          onClick={() => void controlBy('resume')}
        >
          {texts.resume}
        </Button>
      )}
      {isRunning && (
        <Button key="cancel" icon="cross" onClick={() => setAsked('cancel')}>
          {texts.cancel}
        </Button>
      )}
      {finishedAt !== null && failed > 0 && !resend.deliveries_pruned && (
        <Button
          key="retry"
          icon="resend"
          kind="primary"
          onClick={() => {
            retryKey.current = newIdempotencyKey();
            setAsked('retry');
          }}
        >
          {texts.retry(formatCount(failed))}
        </Button>
      )}
      {asked === 'cancel' && (
        <ConfirmDialog
          title={texts.confirmCancel}
          confirm={texts.confirmCancelYes}
          kind="danger"
          isBusy={isBusy}
          onConfirm={() => void controlBy('cancel')}
          onClose={() => setAsked(null)}
        >
          {texts.confirmCancelText(pending, formatCount(pending))}
        </ConfirmDialog>
      )}
      {asked === 'retry' && (
        <ConfirmDialog
          title={texts.confirmRetry}
          confirm={texts.confirmRetryYes}
          kind="primary"
          isBusy={isBusy}
          onConfirm={() => void retry()}
          onClose={() => setAsked(null)}
        >
          {texts.confirmRetryText(failed, formatCount(failed))}
          <BlockedRetries resend={resend} />
        </ConfirmDialog>
      )}
    </>
  );
}
