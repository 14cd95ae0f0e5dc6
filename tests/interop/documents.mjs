// What the project hands to other tools, held against those tools' own rules: the AsyncAPI document as the hub serves it,
// the Kubernetes manifests with KEDA's, the Dockerfile.
import { Parser } from '@asyncapi/parser';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import YAML from 'yaml';
import { equal, holds } from './checks.mjs';

const { validate: validateDockerfile } = createRequire(import.meta.url)('dockerfile-utils');
const deploy = new URL('../../deploy/', import.meta.url);
// A newer version of AsyncAPI exists: known, and no fault.
const KNOWN = new Set(['asyncapi-latest-version']);

export async function runDocuments(checks, baseUrl) {
  await checks.check('AsyncAPI document', async () => {
    const text = await (await fetch(new URL('/feeds/asyncapi.yaml', baseUrl))).text();
    const { document, diagnostics } = await new Parser().parse(text);
    equal(diagnostics.filter(d => !KNOWN.has(d.code)).map(d => `${d.path.join('.')}: ${d.message}`), [], 'what is wrong with it');
    holds(document.allOperations().length > 0, 'it has no operations');
  });
  for (const { file, manifest } of manifests()) await checks.check(`${manifest.kind} in ${file}`, () => validateManifest(manifest));
  await checks.check('A manifest with a fault is refused', async () => {
    const { manifest } = manifests().find(m => m.manifest.kind === 'Deployment');
    manifest.spec.replicas = 'two';
    const refused = await validateManifest(manifest).then(() => false, () => true);
    holds(refused, 'it was not');
  });
  await checks.check('Dockerfile', () => equal(validateDockerfile(readFileSync(new URL('Dockerfile', deploy), 'utf8')).map(d => d.message), [], 'what is wrong with it'));
}

function manifests() {
  const folder = new URL('kubernetes/', deploy);
  return readdirSync(folder).flatMap(file => YAML.parseAllDocuments(readFileSync(new URL(file, folder), 'utf8'), { merge: true })
    .map(document => ({ file, manifest: document.toJSON() }))
    .filter(({ manifest }) => manifest && manifest.kind !== 'Kustomization'));
}

async function validateManifest(manifest) {
  const models = manifest.apiVersion.startsWith('keda.sh/') ? '@kubernetes-models/keda' : 'kubernetes-models';
  const { [manifest.kind]: Model } = await import(`${models}/${manifest.apiVersion}/${manifest.kind}`);
  new Model(manifest).validate();
}
