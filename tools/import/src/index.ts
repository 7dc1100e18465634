export { createCatalogSender } from './catalog-sender.ts';
export { importRecords, type ImportSummary } from './import-records.ts';
export { readLines, type Line } from './lines.ts';
export { openInput, type Input } from './open-input.ts';
