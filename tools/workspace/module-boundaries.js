import { createProjectGraphAsync } from '@nx/devkit';

/** What each type of project may import. Apps are imported by nobody, the domain imports nobody. */
const allowedTypes = {
  app: ['feature', 'data', 'contract', 'domain', 'util'],
  feature: ['feature', 'domain', 'util'],
  data: ['adapter', 'adapter-kit', 'contract', 'domain', 'util'],
  // Behind one of type data, which chooses among them, and what they have in common.
  adapter: ['adapter-kit', 'domain', 'util'],
  'adapter-kit': ['domain', 'util'],
  contract: ['contract', 'domain'],
  domain: [],
  util: ['domain', 'util'],
  testing: ['testing', 'contract', 'domain', 'util'],
  // Tools may be for one kind of database alone.
  tool: ['tool', 'feature', 'data', 'adapter', 'contract', 'domain', 'util'],
  // What measures the system or tries to break it, by command and in tests.
  proof: ['proof', 'tool', 'testing', 'feature', 'data', 'adapter', 'contract', 'domain', 'util'],
  e2e: ['contract', 'domain', 'util'],
};

/** Whose projects each scope may import: the parts of one app are nobody else's, and no product needs its proof. */
const allowedScopes = {
  shared: ['shared'],
  'resend-service': ['resend-service', 'shared'],
  'rest-facade': ['rest-facade', 'shared'],
  dispatcher: ['dispatcher', 'shared'],
  console: ['console', 'shared'],
  tools: ['tools', 'shared'],
  proof: ['proof', 'tools', 'shared'],
};

/** What tests may import besides: they look into the database behind an app. */
const forTests = ['testing', 'adapter'];

/** Options of the rule. */
export function moduleBoundaries({ tests }) {
  const byType = Object.entries(allowedTypes).map(([type, allowed]) => ({
    sourceTag: `type:${type}`,
    onlyDependOnLibsWithTags: [...allowed, ...(tests ? forTests : [])].map(tagOfType),
    // The domain knows no technology.
    ...(type === 'domain' && !tests ? { bannedExternalImports: ['*'] } : {}),
  }));
  const byScope = Object.entries(allowedScopes).map(([scope, allowed]) => ({
    sourceTag: `scope:${scope}`,
    onlyDependOnLibsWithTags: allowed.map((name) => `scope:${name}`),
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
