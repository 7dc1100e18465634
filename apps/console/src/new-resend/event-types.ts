import type { ResendType } from '@webhooks/domain';

/** The types that there are today. The list is open: others are typed in. */
export const knownEventTypes: Readonly<Record<ResendType, readonly string[]>> = {
  CASHIN: [
    'QR_CODE_COPY_AND_PASTE_CREATED',
    'QR_CODE_COPY_AND_PASTE_PAID',
    'QR_CODE_COPY_AND_PASTE_REFUNDED',
    'QR_CODE_COPY_AND_PASTE_REFUNDED_ERROR',
    'PIX_CASHIN_RECEIVED',
    'PIX_CASHIN_REFUNDED',
    'PIX_CASHIN_REFUNDED_ERROR',
  ],
  CASHOUT: [
    'PIX_CASHOUT_CREATED',
    'PIX_CASHOUT_SUCCESS',
    'PIX_CASHOUT_ERROR',
    'PIX_CASHOUT_REFUND',
    'PIX_CASHOUT_CANCELED',
  ],
};
