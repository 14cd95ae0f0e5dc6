// Makes the core definitions that FHIR R4 (4.0.1) publishes beside its types: HL7's profiles and extensions as differentials,
// and its value sets and code systems with codes only.
//   npm ci && npm run generate     writes src/ReferralHub.Fhir/Schema/r4-core.bin too
//   npm run check                  exit code 1 when its content is not what would be written
//
// The file: length of the index as 32-bit little endian, the index, then the blocks; all deflated without a header. The index
// has one line for each block (B, offset, length) and one for each definition (resource type, url, block, offset, length).
import fs from 'node:fs';
import zlib from 'node:zlib';
import { correctedConcepts, isOfR4 } from './corrections.mjs';

const blockBytes = 48 * 1024;

const keep = (from, ...names) => Object.fromEntries(names.filter((n) => from[n] !== undefined).map((n) => [n, from[n]]));

function elementOf(element) {
  const made = keep(element, 'id', 'path', 'sliceName', 'min', 'max', 'maxLength', 'isModifier', 'contentReference');
  if (element.slicing) made.slicing = keep(element.slicing, 'discriminator', 'ordered', 'rules');
  if (element.type) made.type = element.type.map((t) => keep(t, 'code', 'profile', 'targetProfile'));
  if (element.binding) made.binding = keep(element.binding, 'strength', 'valueSet');
  if (element.constraint) made.constraint = element.constraint.map((c) => keep(c, 'key', 'severity', 'human', 'expression'));
  for (const [name, value] of Object.entries(element)) if (/^(fixed|pattern|minValue|maxValue)/.test(name)) made[name] = value;
  return made;
}

/** R4 gives this extension to the code of a type, and uses it at the type throughout its own definitions; later releases say so too. */
const contextOf = (definition) =>
  definition.url.endsWith('/structuredefinition-fhir-type') ? definition.context.map((c) => ({ ...c, expression: c.expression.replace('type.code', 'type') })) : definition.context;

function profileOf(definition) {
  const made = keep(definition, 'resourceType', 'url', 'version', 'name', 'kind', 'type', 'baseDefinition', 'derivation', 'context');
  if (made.context) made.context = contextOf(definition);
  made.differential = { element: definition.differential.element.map(elementOf) };
  // That an extension is a modifier stands in the snapshot only.
  if (definition.snapshot.element[0].isModifier && made.differential.element[0].path === definition.type) made.differential.element[0].isModifier = true;
  return made;
}

const includeOf = (include) => ({ ...keep(include, 'system', 'filter', 'valueSet'), ...(include.concept && { concept: include.concept.map((c) => keep(c, 'code')) }) });

function valueSetOf(set) {
  const made = keep(set, 'resourceType', 'url', 'version', 'name');
  if (set.compose) made.compose = { include: (set.compose.include ?? []).map(includeOf), ...(set.compose.exclude && { exclude: set.compose.exclude.map(includeOf) }) };
  return made;
}

function conceptOf(concept) {
  const made = keep(concept, 'code');
  const parents = (concept.property ?? []).filter((p) => ['parent', 'subsumedBy'].includes(p.code));
  if (parents.length > 0) made.property = parents;
  if (concept.concept) made.concept = concept.concept.map(conceptOf);
  return made;
}

function systemOf(system) {
  const made = keep(system, 'resourceType', 'url', 'version', 'name', 'caseSensitive', 'content');
  if (system.concept) made.concept = correctedConcepts(system.url, system.concept).map(conceptOf);
  return made;
}

function shrink(resource) {
  switch (resource.resourceType) {
    case 'StructureDefinition':
      return profileOf(resource);
    case 'ValueSet':
      return valueSetOf(resource);
    case 'CodeSystem':
      // One without its codes says no more than one that is not there.
      return ['not-present', 'supplement'].includes(resource.content) ? null : systemOf(resource);
    default:
      return null;
  }
}

/** The definitions as [resource type, url, JSON text], in the order of the file. */
export function coreDefinitions(resources) {
  // Some examples of others stand among them, and some tables once more for each of their versions.
  const made = resources.map(shrink).filter((r) => /^http:\/\/(hl7\.org\/fhir|terminology\.hl7\.org)\//.test(r?.url) && !r.url.includes('|') && isOfR4(r.url));
  made.sort((a, b) => (a.resourceType + a.url < b.resourceType + b.url ? -1 : 1));
  return made.map((r) => [r.resourceType, r.url, JSON.stringify(r)]);
}

export function packCore(definitions) {
  const [index, blocks, lines] = [[], [], []];
  let [block, offset] = [[], 0];
  const close = () => {
    if (offset > 0) blocks.push(zlib.deflateRawSync(Buffer.concat(block), { level: 9 }));
    [block, offset] = [[], 0];
  };
  for (const [type, url, text] of definitions) {
    const bytes = Buffer.from(text, 'utf8');
    if (offset > 0 && offset + bytes.length > blockBytes) close();
    lines.push([type, url, blocks.length, offset, bytes.length].join('\t'));
    block.push(bytes);
    offset += bytes.length;
  }
  close();
  let at = 0;
  for (const b of blocks) {
    index.push(['B', at, b.length].join('\t'));
    at += b.length;
  }
  const packed = zlib.deflateRawSync(Buffer.from([...index, ...lines].join('\n'), 'utf8'), { level: 9 });
  const length = Buffer.alloc(4);
  length.writeUInt32LE(packed.length);
  return Buffer.concat([length, packed, ...blocks]);
}

/** What packCore was given, read back from a file. */
export function unpackCore(file) {
  const bytes = fs.readFileSync(file);
  const start = 4 + bytes.readUInt32LE(0);
  const lines = zlib.inflateRawSync(bytes.subarray(4, start)).toString('utf8').split('\n').map((l) => l.split('\t'));
  const blocks = lines.filter((l) => l[0] === 'B').map((l) => zlib.inflateRawSync(bytes.subarray(start + +l[1], start + +l[1] + +l[2])));
  return lines.filter((l) => l[0] !== 'B').map(([type, url, block, offset, length]) => [type, url, blocks[+block].subarray(+offset, +offset + +length).toString('utf8')]);
}
