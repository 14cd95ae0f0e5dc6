// Makes FHIRPath expressions from a seed: paths over resources, functions on what they give, operators between them.

export const resources = {
  patient: {
    resourceType: 'Patient', id: 'p1', active: true, birthDate: '1980-02-29', gender: 'female', deceasedBoolean: false,
    _birthDate: { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/patient-birthTime', valueDateTime: '1980-02-29T10:00:00+01:00' }] },
    name: [{ use: 'official', family: 'Alder', given: ['Ada', 'Beth'] }, { use: 'nickname', given: ['Addie'] }, { text: 'A. Alder' }],
    identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9449304130' }, { system: 'urn:local', value: 'x-17' }],
    telecom: [{ system: 'phone', value: '01632 960000', rank: 1 }, { system: 'email', value: 'a@example.org', rank: 2 }],
    address: [{ line: ['1 Example Road', 'Flat 2'], city: 'Exampleton', postalCode: 'ZZ99 3WZ', period: { start: '2001-05-01', end: '2019-12-31' } }],
    contact: [{ relationship: [{ text: 'Sister' }], name: { family: 'Birch' } }],
    multipleBirthInteger: 2,
    contained: [{ resourceType: 'Organization', id: 'o1', name: 'Practice', active: true }],
    managingOrganization: { reference: '#o1' },
  },
  observation: {
    resourceType: 'Observation', id: 'o', status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '29463-7', display: 'Body weight' }], text: 'Weight' },
    effectiveDateTime: '2026-11-20T09:30:00Z', issued: '2026-11-20T10:00:00.500Z',
    valueQuantity: { value: 81.5, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
    referenceRange: [{ low: { value: 50, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' }, high: { value: 90000, unit: 'g', system: 'http://unitsofmeasure.org', code: 'g' }, text: 'usual' }],
    component: [{ code: { text: 'a' }, valueInteger: 3 }, { code: { text: 'b' }, valueString: 'x' }, { code: { text: 'c' }, valueQuantity: { value: 7.25 } }],
    note: [{ text: 'First' }, { text: 'Second line', time: '2026-11-20T09:31:00Z' }],
  },
  request: {
    resourceType: 'ServiceRequest', id: 's', status: 'active', intent: 'order', priority: 'urgent', authoredOn: '2026-11-20',
    category: [{ coding: [{ system: 'https://fhir.nhs.uk/CodeSystem/message-category-servicerequest', code: 'referral' }] }],
    subject: { reference: 'Patient/p1', display: 'ALDER, Ada' }, requester: { display: 'Example GP' },
    identifier: [{ system: 'urn:a', value: '1' }, { system: 'urn:b', value: '2', period: { start: '2026-01' } }],
    reasonCode: [{ text: 'Knee pain' }, { coding: [{ system: 'http://snomed.info/sct', code: '30989003' }], text: 'Knee' }],
    occurrencePeriod: { start: '2026-12-01', end: '2026-12-31T17:00:00Z' }, doNotPerform: false,
    quantityQuantity: { value: 3, unit: 'd', system: 'http://unitsofmeasure.org', code: 'd' },
    extension: [{ url: 'urn:e', valueString: 'v' }, { url: 'urn:f', valueBoolean: true }],
  },
};

/** Paths of each resource by what they give: one text, many texts, a date, a number and so on. */
const paths = {
  patient: {
    text: ['gender', 'name[0].family', 'address.city', 'identifier[0].value', 'id', 'contact.name.family', 'telecom[1].value'],
    texts: ['name.given', 'name.family', 'telecom.value', 'address.line', 'identifier.system', 'name.use'],
    date: ['birthDate', 'address.period.start', 'address.period.end'],
    number: ['telecom[0].rank', 'multipleBirth', 'name.count()', 'telecom.rank.sum()'],
    truth: ['active', 'deceased', 'name.exists()', "gender = 'male'"],
    items: ['name', 'telecom', 'address', 'identifier', 'contact', 'contained'],
    none: ['photo', 'communication.language', 'maritalStatus.text'],
  },
  observation: {
    text: ['status', 'code.text', 'code.coding.code', 'note[1].text', 'component[1].value', 'referenceRange.text'],
    texts: ['note.text', 'component.code.text', 'code.coding.display'],
    date: ['effective', 'issued', 'note.time'],
    number: ['value.value', 'component[0].value', 'component.count()', 'referenceRange.low.value'],
    truth: ['value.exists()', "status = 'final'", 'component.value.exists()'],
    items: ['component', 'note', 'code.coding', 'referenceRange'],
    none: ['bodySite', 'hasMember', 'dataAbsentReason.coding'],
    quantity: ['value', 'referenceRange.low', 'referenceRange.high'],
  },
  request: {
    text: ['status', 'priority', 'subject.reference', 'requester.display', 'reasonCode[1].coding.code', 'identifier[0].system'],
    texts: ['reasonCode.text', 'identifier.value', 'category.coding.code', 'extension.url'],
    date: ['authoredOn', 'occurrence.start', 'occurrence.end', 'identifier.period.start'],
    number: ['identifier.count()', 'quantity.value', 'reasonCode.count()'],
    truth: ['doNotPerform', "intent = 'order'", 'reasonCode.exists()'],
    items: ['identifier', 'reasonCode', 'category', 'extension'],
    none: ['specimen', 'note', 'performer'],
    quantity: ['quantity'],
  },
};

const literals = {
  text: ["'female'", "'a'", "'Ada'", "''", "'Example'", "'active'", "'17'", "'1.5'", "'true'"],
  date: ['@1980-02-29', '@2026-11-20', '@2026-11', '@2019', '@2026-11-20T09:30:00Z', '@2026-12-31T17:00:00Z', '@T10:30'],
  number: ['0', '1', '2', '3', '-1', '2.5', '10.00', '81.5', '1000000'],
  truth: ['true', 'false', '{}'],
  quantity: ["81.5 'kg'", "80000 'g'", "3 'd'", '3 days', "1 'kg'", "2 'wk'"],
};

const onText = ['length()', 'upper()', 'lower()', "startsWith('A')", "endsWith('e')", "contains('e')", "indexOf('a')", 'substring(1)', 'substring(1, 2)', 'substring(20)', "replace('a', 'b')", "matches('^[a-z]+$')", "replaceMatches('[aeiou]', '-')", 'toChars()', 'toInteger()', 'toDecimal()', 'toBoolean()', 'toString()', 'toDate()', 'toDateTime()', 'toQuantity()', 'convertsToInteger()', 'convertsToDecimal()', 'convertsToBoolean()', 'convertsToDate()', 'trim()', "split('e')", "encode('base64')", "matchesFull('[a-z]+')", "lastIndexOf('e')"];
const onNumber = ['abs()', 'ceiling()', 'floor()', 'round(1)', 'sqrt()', 'truncate()', 'exp()', 'ln()', 'log(2)', 'power(2)', 'toString()', 'toQuantity()', 'toInteger()', 'toDecimal()', 'convertsToInteger()', 'toBoolean()'];
const onDate = ['toString()', 'toDate()', 'toDateTime()', 'convertsToDate()', 'convertsToDateTime()', 'exists()', 'length()'];
const onTruth = ['not()', 'toString()', 'toInteger()', 'toDecimal()', 'convertsToBoolean()', 'toBoolean()'];
const onItems = ['count()', 'exists()', 'empty()', 'first()', 'last()', 'tail()', 'skip(1)', 'take(2)', 'distinct()', 'isDistinct()', 'single()', 'children().count()', 'descendants().count()', 'hasValue()', 'select($this).count()', 'where($index = 1)', 'all($this.exists())', 'combine($this).count()', 'union($this).count()', 'intersect($this).count()', 'exclude($this).count()', 'subsetOf($this)', 'supersetOf($this)', 'repeat(item).count()', 'select($index)', 'aggregate($total + 1, 0)', 'iif($this.count() > 1, 1, 2)', 'ofType(HumanName).count()', 'trace(\'x\').count()', 'getValue()', 'elementDefinition().count()'].filter(f => !f.startsWith('elementDefinition'));
const onTexts = ['first()', 'last()', 'count()', 'distinct().count()', "join(',')", "where($this.startsWith('A'))", 'select(length())', "all(length() > 2)", "exists($this = 'Ada')", 'tail()', 'skip(1).first()', 'isDistinct()', "select($this & '!')", 'allTrue()', "indexOf('a')", "repeat($this)", "aggregate(iif($total.empty(), $this, $total & $this))"];
const onQuantity = ["toString()", "value", "unit", "exists()", "toQuantity('g')", "convertsToQuantity()"].filter(f => f !== "toQuantity('g')");

const comparing = ['=', '!=', '~', '!~', '<', '<=', '>', '>='];
const reckoning = ['+', '-', '*', '/', 'div', 'mod'];
const joining = ['and', 'or', 'xor', 'implies'];

/** Expressions with the resource each is for; the same seed gives the same. */
export function corpus(count, seed) {
  const next = random(seed);
  const pick = list => list[Math.floor(next() * list.length)];
  const made = new Map();
  for (let tries = 0; made.size < count && tries < count * 20; tries++) {
    const name = pick(Object.keys(paths));
    const own = paths[name];
    const kind = pick(Object.keys(own));
    const expression = pick(shapes)(own, kind, pick);
    made.set(`${name}|${expression}`, { name, expression });
  }
  return [...made.values()];
}

const functionsOf = { text: onText, texts: [...onTexts, ...onItems], date: onDate, number: onNumber, truth: onTruth, items: onItems, none: [...onItems, ...onText, ...onNumber], quantity: onQuantity };

const shapes = [
  (own, kind, pick) => `${pick(own[kind])}.${pick(functionsOf[kind])}`,
  (own, kind, pick) => `${pick(own[kind])}.${pick(functionsOf[kind])}`,
  (own, _, pick) => `${pick(own.text)}.${pick(onText)}`,
  (own, _, pick) => `${pick(own.texts)}.select(${pick(onText)})`,
  (own, _, pick) => `${pick(own.texts)}.where(${pick(['length() > 3', "contains('a')", "$this > 'B'", '$index > 0', "$this in ('Ada' | 'official')"])}).${pick(onItems)}`,
  (own, kind, pick) => `${pick(own[kind])} ${pick(comparing)} ${pick(literals[kind] ?? literals.text)}`,
  (own, _, pick) => `${pick(own.number)} ${pick(reckoning)} ${pick(literals.number)}`,
  (own, _, pick) => `${pick(literals.number)} ${pick(reckoning)} ${pick(literals.number)}`,
  (own, _, pick) => `(${pick(own.truth)}) ${pick(joining)} (${pick([...own.truth, ...literals.truth])})`,
  (own, _, pick) => `${pick(own.date)} ${pick(['+', '-'])} ${pick(['1 year', '2 months', '1 week', '30 days', '5 hours', '90 minutes', "3 'd'"])}`,
  (own, _, pick) => `${pick(own.text)} & ${pick([...own.text, ...own.none, ...literals.text])}`,
  (own, _, pick) => `${pick(own.text)} + ${pick(literals.text)}`,
  (own, _, pick) => `(${pick(own.texts)} | ${pick(own.texts)}).${pick(onItems)}`,
  (own, _, pick) => `${pick(literals.text)} in ${pick(own.texts)}`,
  (own, _, pick) => `${pick(own.texts)} contains ${pick(literals.text)}`,
  (own, kind, pick) => `iif(${pick(own.truth)}, ${pick(own[kind])}, ${pick(own.none)}).${pick(['count()', 'exists()', 'first()'])}`,
  (own, kind, pick) => `${pick(own[kind])} is ${pick(['string', 'boolean', 'System.String', 'System.Integer', 'FHIR.string', 'Quantity', 'code', 'date'])}`,
  (own, _, pick) => `${pick(own.items)}.all(${pick(['exists()', 'children().exists()', 'hasValue()'])})`,
  (own, _, pick) => `(${pick(literals.number)} | ${pick(literals.number)} | ${pick(literals.number)}).${pick(['sum()', 'min()', 'max()', 'avg()', 'count()', 'distinct()', 'isDistinct()', 'where($this > 1)', 'first()', 'aggregate($this + $total, 0)'])}`,
  (_, __, pick) => `${pick(literals.date)} ${pick(comparing)} ${pick(literals.date)}`,
  (_, __, pick) => `${pick(literals.quantity)} ${pick(comparing)} ${pick(literals.quantity)}`,
  (_, __, pick) => `${pick(literals.text)}.${pick(onText)}`,
  (own, kind, pick) => `${pick(own[kind])}.${pick(functionsOf[kind])}.${pick(['count()', 'empty()', 'toString()', 'exists()'])}`,
];

/** mulberry32: small, and the same everywhere. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
