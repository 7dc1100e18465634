import path from 'node:path';

import { expect } from 'chai';

import { productionPackages, readLockFile } from './lock-file.ts';
import { productionSbom, type Sbom } from './sbom.ts';

const root = path.resolve(import.meta.dirname, '../../../..');

describe('productionSbom', function () {
  this.timeout(60_000);
  let sbom: Sbom;

  before(() => {
    sbom = productionSbom(root);
  });

  it('names exactly the production packages of the lock file', () => {
    const expected = productionPackages(readLockFile(root)).map(({ id }) => id);
    expect(expected).to.include('better-sqlite3@13.2.0');
    expect(external(sbom)).to.have.members([...new Set(expected)]);
  });

  it('is CycloneDX whose dependencies it holds', () => {
    expect(sbom.bomFormat).to.equal('CycloneDX');
    const refs = [sbom.metadata.component, ...sbom.components].map((kind) => kind['bom-ref']);
    expect(refs).to.include.members(sbom.dependencies.flatMap(({ dependsOn = [] }) => dependsOn));
  });
});

/** As in `koa@3.3.0`, without this repository's own. */
function external({ components }: Sbom): string[] {
  return components
    .map(({ purl }) => decodeURIComponent(purl.replace('pkg:npm/', '')))
    .filter((id) => !id.startsWith('@webhooks/'));
}
