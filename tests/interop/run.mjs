import { Checks } from './checks.mjs';
import { runClient } from './client.mjs';
import { runDocuments } from './documents.mjs';
import { startHub } from './hub.mjs';
import { runMachines } from './machines.mjs';
import { runPaths } from './paths.mjs';
import { runValidators } from './validators.mjs';

const program = process.argv[2];
if (!program) {
  console.error('Usage: node run.mjs PATH-OF-referralhub.dll');
  process.exit(2);
}

const checks = new Checks();
const hub = await startHub(program);
try {
  const given = await runClient(checks, hub.baseUrl, hub.token);
  await runMachines(checks, hub);
  await runDocuments(checks, hub.baseUrl);
  const validated = await runValidators(checks, given);
  console.log(`Interop: ${given.length} answers of the hub, ${validated} resources in them validated`);
} finally {
  await hub.stop();
}
await runPaths(checks, program);
console.log(`Interop: ${checks.passed} passed, ${checks.failures.length} failed`);
process.exit(checks.failures.length === 0 ? 0 : 1);
