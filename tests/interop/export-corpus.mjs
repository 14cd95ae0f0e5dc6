// Writes the FHIRPath corpus for the tests that ask another engine: node export-corpus.mjs > ../ReferralHub.Fhir.Tests/Oracle/path-corpus.ndjson
import { corpus, resources } from './path-corpus.mjs';

for (const [name, resource] of Object.entries(resources)) console.log(JSON.stringify({ name, resource }));
for (const one of corpus(3000, 20261125)) console.log(JSON.stringify(one));
