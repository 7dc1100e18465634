import { execFile } from 'node:child_process';

/** A registry that does not answer is no proof of anything: skipped, never passed. */
export interface AuditResult {
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly text: string;
}

interface AuditOutput {
  readonly auditReportVersion?: number;
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string }>>;
  /** Why the registry gave no report. */
  readonly message?: string;
  /** Why npm did not even ask. */
  readonly error?: { readonly code?: string; readonly summary?: string };
}

const BAD_SEVERITIES = ['high', 'critical'];
const TIME_LIMIT_MS = 60_000;

/** Asks the registry what is known against the packages that production needs. */
export function auditProduction(root: string): Promise<AuditResult> {
  const args = ['audit', '--package-lock-only', '--omit=dev', '--json', '--fetch-retries=1'];
  return new Promise((resolve) => {
    // It ends badly for any vulnerability, so only its output counts.
    execFile('npm', args, { cwd: root, timeout: TIME_LIMIT_MS }, (error, stdout) => {
      const timedOut = error?.killed === true;
      resolve(timedOut ? skipped('npm audit took too long') : readAudit(stdout));
    });
  });
}

/** Judges what `npm audit --json` printed. */
export function readAudit(output: string): AuditResult {
  const audit = parse(output);
  if (audit?.auditReportVersion !== undefined) return judge(audit.vulnerabilities ?? {});
  if (audit?.message !== undefined) return skipped(audit.message);
  return { outcome: 'failed', text: audit?.error?.summary || 'npm audit printed no report' };
}

function judge(vulnerabilities: NonNullable<AuditOutput['vulnerabilities']>): AuditResult {
  const bad = Object.entries(vulnerabilities).filter(([, { severity }]) =>
    BAD_SEVERITIES.includes(severity),
  );
  if (bad.length === 0) return { outcome: 'passed', text: 'nothing of level high or above' };
  const names = bad.map(([name, { severity }]) => `${name} (${severity})`).join(', ');
  return { outcome: 'failed', text: `known vulnerabilities: ${names}` };
}

function skipped(reason: string): AuditResult {
  return { outcome: 'skipped', text: `the registry gave no report: ${reason}` };
}

function parse(output: string): AuditOutput | null {
  try {
    return JSON.parse(output) as AuditOutput;
  } catch {
    return null;
  }
}
