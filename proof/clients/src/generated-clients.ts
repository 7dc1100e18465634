import path from 'node:path';

import type { GeneratedClient, Place, Step } from './generated-client.ts';

/** The generators, in versions that were tried. */
const OPENAPI_GENERATOR = '7.25.0';
const OPENAPI_PYTHON_CLIENT = '0.29.1';
const OAPI_CODEGEN = 'v2.8.2';
const OPENAPI_TYPESCRIPT = ['openapi-typescript@7.13.0', 'openapi-fetch@0.17.0'];
const TYPESCRIPT = ['typescript@5.9.3', '@types/node@24.10.1'];

const GENERATOR_JAR = 'org.openapitools:openapi-generator-cli';

const step = (command: readonly string[], directory = '.'): Step => ({ command, directory });

/** openapi-generator, with the options that it has by default. */
function openApiGenerator({ document }: Place, language: string, options: readonly string[] = []) {
  const jar = `openapi-generator-cli-${OPENAPI_GENERATOR}.jar`;
  const artifact = `${GENERATOR_JAR}:${OPENAPI_GENERATOR}:jar`;
  const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';
  return [
    step(['mvn', '-q', '-B', copy, `-Dartifact=${artifact}`, '-DoutputDirectory=.']),
    step([
      ...['java', '-jar', jar, 'generate', '-g', language, '-i', document],
      ...['-o', 'generated', ...options],
    ]),
  ];
}

const python = (scratch: string): string => path.join(scratch, 'venv/bin/python');
const venv = (scratch: string, ...packages: readonly string[]): Step[] => [
  step(['python3', '-m', 'venv', 'venv']),
  step([python(scratch), '-m', 'pip', 'install', '--quiet', ...packages]),
];

const pythonOpenApiGenerator: GeneratedClient = {
  name: 'Python by openapi-generator',
  needs: ['python3', 'java', 'mvn'],
  make: (place) => [
    ...openApiGenerator(place, 'python'),
    ...venv(place.scratch, './generated'),
    step([python(place.scratch), '-m', 'compileall', '-q', 'generated']),
  ],
  drive: ({ scratch, drivers }) =>
    step([python(scratch), path.join(drivers, 'openapi_generator.py')]),
};

const goOpenApiGenerator: GeneratedClient = {
  name: 'Go by openapi-generator',
  needs: ['go', 'java', 'mvn'],
  make: (place) => [
    // Its example tests want a package that the client itself does not.
    ...openApiGenerator(place, 'go', ['--global-property', 'apiTests=false,modelTests=false']),
    step(['go', 'mod', 'edit', '-module', 'example.com/generated'], 'generated'),
    step(['go', 'vet', '.'], 'generated'),
    step(['cp', '-r', path.join(place.drivers, 'go-openapi-generator'), 'generated/driver']),
    step(['go', 'build', '-o', '../drive', './driver'], 'generated'),
  ],
  drive: ({ scratch }) => step([path.join(scratch, 'drive')]),
};

const javaOpenApiGenerator: GeneratedClient = {
  name: 'Java by openapi-generator',
  needs: ['java', 'javac', 'mvn'],
  make: (place) => [
    ...openApiGenerator(place, 'java', ['--global-property', 'apiTests=false,modelTests=false']),
    step(['cp', path.join(place.drivers, 'java/Drive.java'), 'generated/src/main/java']),
    step(['mvn', '-q', '-B', 'compile'], 'generated'),
    step(
      ['mvn', '-q', '-B', 'dependency:build-classpath', '-Dmdep.outputFile=classpath'],
      'generated',
    ),
  ],
  drive: () =>
    step(['sh', '-c', 'exec java -cp "target/classes:$(cat classpath)" Drive'], 'generated'),
};

const openApiPythonClient: GeneratedClient = {
  name: 'Python by openapi-python-client',
  needs: ['python3'],
  make: ({ scratch, document }) => [
    ...venv(scratch, `openapi-python-client==${OPENAPI_PYTHON_CLIENT}`),
    step([
      // Where it finds the formatter that came with it.
      ...['env', `PATH=${path.join(scratch, 'venv/bin')}:${process.env['PATH']}`],
      ...['openapi-python-client', 'generate', '--fail-on-warning'],
      ...['--path', document, '--meta', 'none', '--output-path', 'generated'],
    ]),
    step([python(scratch), '-m', 'compileall', '-q', 'generated']),
  ],
  drive: ({ scratch, drivers }) =>
    step(['env', 'PYTHONPATH=.', python(scratch), path.join(drivers, 'openapi_python_client.py')]),
};

const oapiCodegen: GeneratedClient = {
  name: 'Go by oapi-codegen',
  needs: ['go'],
  make: ({ scratch, document, drivers }) => [
    step(['mkdir', 'api']),
    step([
      ...['go', 'run', `github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@${OAPI_CODEGEN}`],
      ...['-package', 'api', '-generate', 'types,client', '-o', 'api/api.gen.go', document],
    ]),
    step(['cp', path.join(drivers, 'go-oapi-codegen/main.go'), scratch]),
    step(['go', 'mod', 'init', 'example.com/driver']),
    step(['go', 'mod', 'tidy']),
    step(['go', 'vet', './...']),
    step(['go', 'build', '-o', 'drive', '.']),
  ],
  drive: ({ scratch }) => step([path.join(scratch, 'drive')]),
};

const openApiTypescript: GeneratedClient = {
  name: 'TypeScript by openapi-typescript',
  needs: ['npm'],
  make: ({ scratch, document, drivers }) => [
    step(['npm', 'init', '-y']),
    step(['npm', 'pkg', 'set', 'type=module']),
    step(['npm', 'install', '--no-audit', '--no-fund', ...OPENAPI_TYPESCRIPT, ...TYPESCRIPT]),
    step(['npx', 'openapi-typescript', document, '-o', 'generated.ts']),
    step(['cp', path.join(drivers, 'openapi_typescript.ts'), path.join(scratch, 'drive.ts')]),
    step([
      ...[
        'npx',
        'tsc',
        '--strict',
        '--target',
        'esnext',
        '--module',
        'nodenext',
        '--types',
        'node',
      ],
      ...['--allowImportingTsExtensions', '--noEmit', 'drive.ts'],
    ]),
  ],
  drive: () => step([process.execPath, 'drive.ts']),
};

/** All that are tried. */
export const GENERATED_CLIENTS: readonly GeneratedClient[] = [
  pythonOpenApiGenerator,
  goOpenApiGenerator,
  javaOpenApiGenerator,
  openApiPythonClient,
  oapiCodegen,
  openApiTypescript,
];
