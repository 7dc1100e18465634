/** What the sample's resends are about; the first two are the examples of the v3 contract. */
export const sample = {
  userId: 246,
  qrCodeId: 12345,
  transactionId: 98765,
  branch: '0001',
  number: '123456',
} as const;

const ACCOUNT_ID = 17;

/** Lines of an import: one account, two endpoints at the sample receiver, and their events. */
export function sampleLines(receiverUrl: string, signingSecret: string): string[] {
  const endpoint = (id: string, typeWebhook: string): object => ({
    endpoint: {
      id,
      account_id: ACCOUNT_ID,
      url: `${receiverUrl}/${typeWebhook.toLowerCase()}`,
      type_webhook: typeWebhook,
      authorization_token: 'Bearer sample-authorization-token',
      signing_secrets: [signingSecret],
    },
  });
  const records = [
    {
      account: {
        id: ACCOUNT_ID,
        branch_identifier: sample.branch,
        number: sample.number,
        user_ids: [sample.userId],
      },
    },
    endpoint('sample_cashin', 'CASHIN'),
    endpoint('sample_cashout', 'CASHOUT'),
    ...cashInEvents(),
    ...cashOutEvents(),
  ];
  return records.map((record) => JSON.stringify(record));
}

function cashInEvents(): object[] {
  const qrCode = { qr_code_id: sample.qrCodeId, amount: 10.5, tx_id: 'a5c1f0b2' };
  const ofQrCode = {
    resendType: 'RESEND_TYPE_CASHIN',
    objectReferenceId: sample.qrCodeId,
  } as const;
  const type = 'QR_CODE_COPY_AND_PASTE' as const;
  return [
    event(1, `${type}_CREATED`, '2026-05-02T09:58:00Z', { ...qrCode, status: 'NEW' }, ofQrCode),
    event(2, `${type}_PAID`, '2026-05-02T10:00:00.250Z', { ...qrCode, status: 'PAID' }, ofQrCode),
    event(
      3,
      'PIX_CASHIN_RECEIVED',
      '2026-05-03T08:15:30Z',
      { amount: 75.2 },
      {
        resendType: 'RESEND_TYPE_CASHIN',
      },
    ),
  ];
}

function cashOutEvents(): object[] {
  const transaction = { transaction_id: sample.transactionId, amount: 250 };
  const of = {
    resendType: 'RESEND_TYPE_CASHOUT',
    objectReferenceId: sample.transactionId,
  } as const;
  return [
    event(4, 'PIX_CASHOUT_CREATED', '2026-05-04T12:00:00Z', transaction, of),
    event(5, 'PIX_CASHOUT_SUCCESS', '2026-05-04T12:00:02.500Z', transaction, of),
  ];
}

function event(
  number: number,
  type: string,
  occurredAt: string,
  data: object,
  object: { readonly resendType: string; readonly objectReferenceId?: number },
): object {
  return {
    event: {
      id: `evt_sample_${number}`,
      account_id: ACCOUNT_ID,
      resend_type: object.resendType,
      object_reference_id: object.objectReferenceId,
      type,
      occurred_at: occurredAt,
      payload: Buffer.from(JSON.stringify({ type, data })).toString('base64'),
      outcome: 'DELIVERY_OUTCOME_FAILED',
    },
  };
}
