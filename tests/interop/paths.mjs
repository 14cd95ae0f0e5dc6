// FHIRPath: the same expressions through the hub's engine and through fhirpath.
import { spawn } from 'node:child_process';
import fhirpath from 'fhirpath';
import model from 'fhirpath/fhir-context/r4/index.js';
import { holds } from './checks.mjs';
import { corpus, resources } from './path-corpus.mjs';
import { explained } from './path-disagreements.mjs';

const EXPRESSIONS = 3000;
const SEED = 20261125;
const AGREEMENT_MIN = 0.99;

export async function runPaths(checks, program) {
  process.env.TZ = 'UTC';
  const cases = corpus(EXPRESSIONS, SEED).map((one, id) => ({ id, ...one }));
  const ours = await hubAnswers(program, cases);
  const different = cases.map(one => ({ ...one, ours: ours.get(one.id), theirs: theirAnswer(one) })).filter(one => one.ours !== one.theirs);
  const unexplained = different.filter(one => !explained.some(e => e.expression.test(one.expression) && (!e.when || e.when(one))));
  const agreement = 1 - different.length / cases.length;
  console.log(`FHIRPath: ${cases.length} expressions, ${different.length} answered differently (${(agreement * 100).toFixed(2)} % agree), ${unexplained.length} of them unexplained`);
  if (process.env.INTEROP_SHOW) for (const one of different) console.log(`${unexplained.includes(one) ? '?' : ' '} ${one.name}: ${one.expression}\n    hub      ${one.ours}\n    fhirpath ${one.theirs}`);
  await checks.check('FHIRPath agrees', () => holds(cases.length >= 2000 && agreement >= AGREEMENT_MIN, `only ${(agreement * 100).toFixed(2)} % of ${cases.length} agree`));
  await checks.check('every disagreement is explained', () => holds(unexplained.length === 0, unexplained.slice(0, 20).map(u => `${u.name}: ${u.expression}: hub ${u.ours}, fhirpath ${u.theirs}`).join('\n')));
}

function theirAnswer({ name, expression }) {
  try {
    return text(fhirpath.evaluate(resources[name], expression, {}, model, { traceFn: () => {} }));
  } catch {
    return 'error';
  }
}

async function hubAnswers(program, cases) {
  const child = spawn('dotnet', [program, 'fhir', 'path', '--batch', '--lenient'], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, TZ: 'UTC' } });
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', chunk => { output += chunk; });
  const ended = new Promise(resolve => child.on('close', resolve));
  for (const { id, name, expression } of cases) child.stdin.write(JSON.stringify({ id, expression, resource: resources[name] }) + '\n');
  child.stdin.end();
  await ended;
  return new Map(output.trim().split('\n').map(line => JSON.parse(line)).map(answer => [answer.id, 'error' in answer ? 'error' : text(answer.result)]));
}

/** A result as text, in which the two ways of writing a number or a quantity are the same. */
function text(result) {
  return JSON.stringify(result.map(plain));
}

function plain(item) {
  if (typeof item === 'number') return Number(item.toPrecision(12));
  // The same zone, written in two ways.
  if (typeof item === 'string') return item.replace(/^(\d{4}-\d\d-\d\dT[\d:.]+)[+-]00:00$/, '$1Z');
  if (item === null || typeof item !== 'object') return item;
  if (Array.isArray(item)) return item.map(plain);
  if (item.constructor !== Object && typeof item.toString === 'function' && item.toString !== Object.prototype.toString) return plain(item.toString());
  return Object.fromEntries(Object.keys(item).sort().map(key => [key, plain(item[key])]));
}
