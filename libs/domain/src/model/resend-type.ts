/** CASHIN: objects are QR Codes. CASHOUT: objects are Transactions. */
export type ResendType = 'CASHIN' | 'CASHOUT';
