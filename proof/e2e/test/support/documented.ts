/** The request examples of the documentation, byte for byte what a caller would send. */
export const qrCode = { resend_type: 'CASHIN', object_reference_id: 12345 } as const;
export const transaction = { resend_type: 'CASHOUT', object_reference_id: 98765 } as const;
export const bulk = {
  resend_type: 'CASHIN',
  source_account_branch_identifier: '0001',
  source_account_number: '123456',
  start_datetime: '2026-05-01T00:00:00Z',
  end_datetime: '2026-05-12T23:59:59Z',
} as const;
