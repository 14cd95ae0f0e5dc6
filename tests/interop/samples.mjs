// Referrals with fictitious people, each with an identifier of its own.
let count = 0;

const practice = 'Z81001';

export function referral() {
  const number = nhsNumber(700000 + 3 * ++count);
  return {
    resourceType: 'ServiceRequest',
    identifier: [{ system: 'https://interop.example/Id/referral', value: `interop-${Date.now()}-${count}` }],
    status: 'active',
    intent: 'order',
    priority: 'routine',
    category: [{ coding: [{ system: 'https://fhir.nhs.uk/CodeSystem/message-category-servicerequest', code: 'referral' }] }],
    subject: { reference: '#patient' },
    authoredOn: '2026-11-20T09:55:00Z',
    requester: { reference: '#requester' },
    performerType: { coding: [{ system: 'https://fhir.hl7.org.uk/CodeSystem/UKCore-PracticeSettingCode', code: '130', display: 'Ophthalmology' }] },
    reasonCode: [{ text: 'Cloudy vision' }],
    contained: [
      { resourceType: 'Patient', id: 'patient', identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: number }], name: [{ use: 'official', family: 'Interop', given: ['Iris'] }], gender: 'female', birthDate: '1951-03-14' },
      { resourceType: 'PractitionerRole', id: 'requester', practitioner: { display: 'Example GP' }, organization: { reference: '#practice' } },
      { resourceType: 'Organization', id: 'practice', identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: practice }], name: 'Example Practice (fictitious)' },
    ],
  };
}

/** The same as a transaction, whose entries refer to one another by urn:uuid. */
export function transaction() {
  const request = referral();
  const ids = ['11', '12', '13', '14'].map(n => `urn:uuid:00000000-0000-4000-8000-0000000000${n}`);
  const [patient, role, organization] = request.contained;
  delete request.contained;
  for (const resource of [patient, role, organization]) delete resource.id;
  request.subject.reference = ids[1];
  request.requester.reference = ids[2];
  role.organization.reference = ids[3];
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [request, patient, role, organization].map((resource, i) => ({ fullUrl: ids[i], resource, request: { method: 'POST', url: resource.resourceType } })),
  };
}

/** Modulus 11 over a number of the range that is never given to anybody. */
function nhsNumber(from) {
  for (let candidate = from; ; candidate++) {
    const digits = `999${String(candidate).padStart(6, '0')}`;
    const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (10 - i), 0);
    const check = (11 - (sum % 11)) % 11;
    if (check !== 10) return digits + check;
  }
}
