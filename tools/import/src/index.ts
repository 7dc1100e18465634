export { createCatalogSender } from './catalog-sender.ts';
export { importRecords, type ImportSummary } from './import-records.ts';
