// fhir-kit-client as a GP system would use it. Gives back every resource that the hub gave out.
import { Client } from 'fhir-kit-client';
import { equal, holds } from './checks.mjs';
import { referral, transaction } from './samples.mjs';

export async function runClient(checks, baseUrl, token) {
  const given = [];
  const client = new Client({ baseUrl, bearerToken: await token() });
  const keep = resource => {
    if (resource?.resourceType) given.push(JSON.parse(JSON.stringify(resource)));
    return resource;
  };
  const refusal = async (work, status) => {
    const fault = await work().then(() => null, e => e);
    holds(fault, `nothing was refused, expected ${status}`);
    equal(fault.response?.status, status, 'status');
    equal(fault.response.data?.resourceType, 'OperationOutcome', 'body');
    keep(fault.response.data);
  };
  let created;
  const own = referral();
  const condition = { headers: { 'If-None-Exist': `identifier=${own.identifier[0].system}|${own.identifier[0].value}` } };

  await checks.check('metadata', async () => {
    const statement = keep(await client.capabilityStatement());
    equal([statement.fhirVersion, statement.rest[0].mode], ['4.0.1', 'server']);
  });
  await checks.check('create', async () => {
    created = keep(await client.create({ resourceType: 'ServiceRequest', body: own, options: condition }));
    holds(created.id, 'it has an id');
  });
  await checks.check('conditional create gives back the first', async () => {
    const again = keep(await client.create({ resourceType: 'ServiceRequest', body: own, options: condition }));
    equal(again.id, created.id, 'id');
  });
  await checks.check('read', async () => equal(keep(await client.read({ resourceType: 'ServiceRequest', id: created.id })).id, created.id));
  await checks.check('vread', async () => equal(keep(await client.vread({ resourceType: 'ServiceRequest', id: created.id, version: '1' })).meta.versionId, '1'));
  await checks.check('history', async () => {
    const history = keep(await client.history({ resourceType: 'ServiceRequest', id: created.id }));
    equal([history.type, history.entry.at(-1).resource.meta.versionId], ['history', '1']);
  });
  await checks.check('search with every page', async () => {
    const first = keep(await client.search({ resourceType: 'ServiceRequest', searchParams: { _count: '40', _total: 'accurate' } }));
    const seen = [];
    for (let page = first; page; page = keep(await client.nextPage({ bundle: page }))) for (const entry of page.entry) seen.push(entry.resource.id);
    // The demonstration goes on meanwhile, so that there may be more than there were.
    holds(seen.length >= first.total && new Set(seen).size === seen.length, `${seen.length} referrals on all pages, ${first.total} at first, ${new Set(seen).size} different`);
  });
  await checks.check('page before', async () => {
    const first = await client.search({ resourceType: 'Task', searchParams: { _count: '5' } });
    const back = keep(await client.prevPage({ bundle: await client.nextPage({ bundle: first }) }));
    equal(back.entry.map(e => e.resource.id), first.entry.map(e => e.resource.id));
  });
  await checks.check('search by chain, with includes, by POST', async () => {
    const number = own.contained[0].identifier[0];
    const found = keep(await client.search({ resourceType: 'ServiceRequest', searchParams: { 'patient.identifier': `${number.system}|${number.value}`, _include: 'ServiceRequest:patient', _revinclude: 'Task:focus' }, options: { postSearch: true } }));
    equal(found.entry.map(e => e.resource.resourceType).sort(), ['Patient', 'ServiceRequest', 'Task']);
  });
  await checks.check('each resource type is searched, read, and its history', async () => {
    for (const resourceType of ['Patient', 'Organization', 'PractitionerRole', 'HealthcareService', 'Communication', 'Task', 'PlanDefinition']) {
      const found = keep(await client.search({ resourceType, searchParams: { _count: '50' } }));
      holds(found.entry?.length > 0, `there is a ${resourceType}`);
      const { id } = found.entry[0].resource;
      equal(keep(await client.read({ resourceType, id })).id, id);
      keep(await client.history({ resourceType, id }));
      keep(await client.search({ resourceType, searchParams: { _id: id, _summary: 'true' } }));
    }
  });
  await checks.check('why triage decided as it did', async () => {
    const found = keep(await client.search({ resourceType: 'GuidanceResponse', searchParams: { request: created.id } }));
    holds(found.entry?.length > 0 && found.entry[0].resource.note.length > 0, 'there is a GuidanceResponse with reasons');
    keep(await client.read({ resourceType: 'GuidanceResponse', id: found.entry[0].resource.id }));
    await refusal(() => client.search({ resourceType: 'GuidanceResponse', searchParams: {} }), 400);
  });
  await checks.check('update under its version', async () => {
    const now = await client.read({ resourceType: 'ServiceRequest', id: created.id });
    const body = { ...own, id: created.id, reasonCode: [{ text: 'Cloudy vision, glare' }] };
    await refusal(() => client.update({ resourceType: 'ServiceRequest', id: created.id, body, options: { headers: { 'If-Match': 'W/"99"' } } }), 412);
    const updated = keep(await client.update({ resourceType: 'ServiceRequest', id: created.id, body, options: { headers: { 'If-Match': `W/"${now.meta.versionId}"` } } }));
    equal(updated.reasonCode[0].text, 'Cloudy vision, glare');
  });
  await checks.check('transaction', async () => {
    const answer = keep(await client.transaction({ body: transaction() }));
    equal([answer.type, answer.entry.map(e => e.response.status)], ['transaction-response', ['201 Created', '200 OK', '200 OK', '200 OK']]);
  });
  await checks.check('batch', async () => {
    const answer = keep(await client.batch({ body: { resourceType: 'Bundle', type: 'batch', entry: [{ request: { method: 'GET', url: `Task/${created.id}` } }, { request: { method: 'GET', url: 'Task/none' } }] } }));
    equal(answer.entry.map(e => e.response.status.slice(0, 3)), ['200', '404']);
  });
  await checks.check('$validate', async () => {
    const outcome = keep(await client.operation({ name: 'validate', resourceType: 'Patient', method: 'POST', input: { resourceType: 'Patient', gender: 'femal' } }));
    equal(outcome.issue.map(i => [i.severity, i.code, i.expression]), [['error', 'code-invalid', ['Patient.gender']]]);
  });
  await checks.check('what is wrong is said', async () => {
    await refusal(() => client.read({ resourceType: 'ServiceRequest', id: 'none' }), 404);
    await refusal(() => client.read({ resourceType: 'Observation', id: '1' }), 404);
    await refusal(() => client.search({ resourceType: 'Task', searchParams: { colour: 'blue' }, options: { headers: { Prefer: 'handling=strict' } } }), 400);
    await refusal(() => client.create({ resourceType: 'ServiceRequest', body: { resourceType: 'ServiceRequest', status: 'active' } }), 422);
    await refusal(() => client.delete({ resourceType: 'ServiceRequest', id: created.id }), 405);
  });
  return given;
}
