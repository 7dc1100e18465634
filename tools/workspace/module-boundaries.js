import { createProjectGraphAsync } from '@nx/devkit';

/** What each type of project may import. Apps are imported by nobody, the domain imports nobody. */
const allowedTypes = {
  app: ['feature', 'data', 'contract', 'domain', 'util'],
  feature: ['feature', 'domain', 'util'],
  data: ['contract', 'domain', 'util'],
  contract: ['contract', 'domain'],
  domain: [],
  util: ['domain', 'util'],
  testing: ['contract', 'domain', 'util'],
  tool: ['tool', 'feature', 'data', 'contract', 'domain', 'util'],
  // What measures the system or tries to break it, by command and in tests.
  proof: ['proof', 'tool', 'testing', 'feature', 'data', 'contract', 'domain', 'util'],
  e2e: ['contract', 'domain', 'util'],
};

/** The parts of one app, and the tools, are nobody else's. */
const scopes = ['shared', 'resend-service', 'rest-facade', 'dispatcher', 'console', 'tools', 'e2e'];

/** Options of the rule; type:testing is for tests only. */
export function moduleBoundaries({ tests }) {
  const byType = Object.entries(allowedTypes).map(([type, allowed]) => ({
    sourceTag: `type:${type}`,
    onlyDependOnLibsWithTags: [...allowed, ...(tests ? ['testing'] : [])].map(tagOfType),
    // The domain knows no technology.
    ...(type === 'domain' && !tests ? { bannedExternalImports: ['*'] } : {}),
  }));
  const byScope = scopes.map((scope) => ({
    sourceTag: `scope:${scope}`,
    onlyDependOnLibsWithTags: [...new Set([`scope:${scope}`, 'scope:shared'])],
  }));
  return { depConstraints: [...byType, ...byScope] };
}

/** Without a project graph the rule passes everything; Nx makes one only for what it runs itself. */
export async function ensureProjectGraph() {
  if (process.env.NX_TASK_TARGET_TARGET === undefined) {
    await createProjectGraphAsync({ exitOnError: false });
  }
}

function tagOfType(type) {
  return `type:${type}`;
}
