export type { Figures, Note } from './benchmark/benchmark.ts';
export { describeCommit, describeMachine } from './report/machine.ts';
export { printReport, saveReport, type Report } from './report/report.ts';
