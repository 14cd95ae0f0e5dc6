// The package that carries the definitions is made for a server that adds elements of its own to R4, takes some from later
// releases, and widens a few. This takes them back to FHIR 4.0.1. A test holds the result against HL7's specification.
const url = (name) => `http://hl7.org/fhir/StructureDefinition/${name}`;

/** Elements that R4 does not have, with all that stands below them. */
const notOfR4 = [
  ...['project', 'author', 'onBehalfOf', 'account', 'accounts', 'compartment'].map((n) => `Meta.${n}`),
  'Binary.url',
  'DeviceDefinition.bodySite',
  'DeviceDefinition.classification',
  'ObservationDefinition.publisher',
  ...['associatedParty', 'classifier', 'comparisonGroup', 'descriptionSummary', 'label', 'name', 'outcomeMeasure', 'progressStatus', 'recruitment', 'region', 'result', 'studyDesign', 'whyStopped'].map((n) => `ResearchStudy.${n}`),
  'ResearchStudy.objective.description',
];

const targets = (...names) => [{ code: 'Reference', targetProfile: names.map(url) }];

/** What stands otherwise in R4. */
const changed = {
  'AuditEvent.source.observer': { type: targets('PractitionerRole', 'Practitioner', 'Organization', 'Device', 'Patient', 'RelatedPerson') },
  'Bundle.entry.response.outcome': { type: [{ code: 'Resource' }] },
  'DetectedIssue.status': { binding: { strength: 'required', valueSet: 'http://hl7.org/fhir/ValueSet/observation-status|4.0.1' } },
  'EvidenceVariable.characteristic': { min: 1, constraint: [] },
  'MeasureReport.subject': { type: targets('Patient', 'Practitioner', 'PractitionerRole', 'Location', 'Device', 'RelatedPerson', 'Group') },
  'ResearchStudy.site': { type: targets('Location') },
};

/** The one element that was replaced as a whole by that of a later release. */
const replaced = 'EvidenceVariable.characteristic';
const elementOf = (name, min, max, type, more = {}) => ({ path: `${replaced}.${name}`, min, max, type, base: { path: `${replaced}.${name}` }, ...more });
const replacement = [
  elementOf('description', 0, '1', [{ code: 'string' }]),
  elementOf('definition[x]', 1, '1', [
    ...targets('Group'),
    { code: 'canonical', targetProfile: [url('ActivityDefinition')] },
    ...['CodeableConcept', 'Expression', 'DataRequirement', 'TriggerDefinition'].map((code) => ({ code })),
  ]),
  elementOf('usageContext', 0, '*', [{ code: 'UsageContext' }]),
  elementOf('exclude', 0, '1', [{ code: 'boolean' }]),
  elementOf('participantEffective[x]', 0, '1', ['dateTime', 'Period', 'Duration', 'Timing'].map((code) => ({ code }))),
  elementOf('timeFromStart', 0, '1', [{ code: 'Duration' }]),
  elementOf('groupMeasure', 0, '1', [{ code: 'code' }], { binding: { strength: 'required', valueSet: 'http://hl7.org/fhir/ValueSet/group-measure|4.0.1' } }),
];

const isIn = (path, holder) => path === holder || path.startsWith(holder + '.');
const isInherited = (element, name) => [`${name}.id`, `${name}.extension`, `${name}.modifierExtension`].includes(element.path);

/** The elements of a definition as R4 has them. */
export function corrected(elements) {
  const kept = elements
    .filter((e) => !notOfR4.some((n) => isIn(e.path, n)) && !(e.path.startsWith(replaced + '.') && !isInherited(e, replaced)))
    .map((e) => ({ ...e, ...changed[e.path] }));
  const at = kept.findLastIndex((e) => isIn(e.path, replaced));
  return at < 0 ? kept : [...kept.slice(0, at + 1), ...replacement, ...kept.slice(at + 1)];
}

/** Terminology of later releases. */
export const isOfR4 = (url) => !/^http:\/\/hl7\.org\/fhir\/(ValueSet\/)?detectedissue-status$/.test(url);

/** The concepts of a code system as R4 has them. */
export const correctedConcepts = (system, concepts) =>
  system === 'http://hl7.org/fhir/questionnaire-item-control' ? withoutCode(concepts, 'multi-select') : concepts;

const withoutCode = (concepts, code) =>
  concepts?.filter((c) => c.code !== code).map((c) => (c.concept ? { ...c, concept: withoutCode(c.concept, code) } : c));
