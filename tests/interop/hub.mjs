// A hub of its own on made-up data, started for the run and ended by process id.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signIn } from './sign-in.mjs';

const START_SECONDS_MAX = 60;

export async function startHub(program) {
  const data = mkdtempSync(join(tmpdir(), 'rh-interop-'));
  const port = await freePort();
  const child = spawn('dotnet', [program, 'demo', '--data', data, '--port', String(port), '--referrals', '150'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', text => { said = (said + text).slice(-4000); });
  const gone = new Promise(resolve => child.on('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await gone;
    rmSync(data, { recursive: true, force: true });
  };
  const baseUrl = `http://127.0.0.1:${port}/fhir`;
  for (const until = Date.now() + START_SECONDS_MAX * 1000; ; await new Promise(r => setTimeout(r, 200))) {
    if (child.exitCode !== null) throw new Error(`The hub ended with exit code ${child.exitCode}: ${said}`);
    if (Date.now() > until) { await stop(); throw new Error(`The hub did not start within ${START_SECONDS_MAX} s: ${said}`); }
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
    if (answer?.ok) return { baseUrl, stop, token: signIn(join(data, 'centre-client.json')), gpFile: join(data, 'gp-client.json') };
  }
}

function freePort() {
  return new Promise(resolve => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
