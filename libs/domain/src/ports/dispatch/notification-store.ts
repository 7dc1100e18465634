import type { DueNotification, NotificationRecord } from '../../model/notification.ts';
import type { Fence } from '../../model/fence.ts';

/** Notifications, as the dispatcher writes and reads them. They are created when a resend is settled. */
export interface NotificationStore {
  /** Earliest next attempt of every endpoint that a notification waits for. */
  nextNotificationByEndpoint(): Promise<
    readonly { readonly endpointId: string; readonly atMs: number }[]
  >;
  /** Notifications to one endpoint that are due, longest due first. */
  dueNotifications(
    endpointId: string,
    nowMs: number,
    limit: number,
  ): Promise<readonly DueNotification[]>;
  /** Records outcomes in one durable transaction; what is settled stays as it is. */
  recordNotifications(
    fence: Fence,
    records: readonly NotificationRecord[],
    nowMs: number,
  ): Promise<void>;
}
