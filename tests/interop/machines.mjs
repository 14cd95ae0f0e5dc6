// Libraries that others wrote get tokens as they come, and call the hub with them.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { SignJWT, importJWK } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { equal, holds } from './checks.mjs';

const require = createRequire(import.meta.url);
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const SCOPE = 'system/ServiceRequest.rs system/Task.rs';

export async function runMachines(checks, hub) {
  const file = JSON.parse(readFileSync(hub.gpFile, 'utf8'));
  const { clientId } = file;
  const base = new URL('/', hub.baseUrl);
  const search = async (token, path = 'Task?_count=1') => {
    const answer = await fetch(`${hub.baseUrl}/${path}`, { headers: token ? { Authorization: `Bearer ${token}` } : {} });
    return { status: answer.status, challenge: answer.headers.get('WWW-Authenticate'), body: await answer.json() };
  };
  const call = async token => equal((await search(token)).body.resourceType, 'Bundle');
  const keyOfWebCrypto = () => crypto.subtle.importKey('jwk', file.key, { name: 'ECDSA', namedCurve: 'P-384' }, false, ['sign']);

  await checks.check('jose signs, and the token is taken', async () => {
    const key = await importJWK(file.key, 'ES384');
    const assertion = await new SignJWT({}).setProtectedHeader({ alg: 'ES384', typ: 'JWT', kid: file.key.kid })
      .setIssuer(clientId).setSubject(clientId).setAudience(file.tokenUrl).setJti(crypto.randomUUID()).setIssuedAt().setExpirationTime('4m').sign(key);
    const ask = () => fetch(file.tokenUrl, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', scope: SCOPE, client_assertion_type: ASSERTION_TYPE, client_assertion: assertion }) });
    const answer = await (await ask()).json();
    equal([answer.token_type, answer.expires_in, answer.scope], ['bearer', 300, SCOPE]);
    await call(answer.access_token);
    const again = await ask();
    equal([again.status, (await again.json()).error], [401, 'invalid_client'], 'the same assertion again');
  });

  await checks.check('openid-client discovers, gets a token, and it is taken', async () => {
    const auth = openid.PrivateKeyJwt({ key: await keyOfWebCrypto(), kid: file.key.kid });
    const config = await openid.discovery(base, clientId, undefined, auth, { algorithm: 'oauth2', execute: [openid.allowInsecureRequests] });
    const tokens = await openid.clientCredentialsGrant(config, { scope: SCOPE });
    // It counts down from the moment of the answer.
    holds(tokens.expiresIn() > 295 && tokens.expiresIn() <= 300, `it lasts ${tokens.expiresIn()} s`);
    equal(tokens.scope, SCOPE);
    const answer = await openid.fetchProtectedResource(config, tokens.access_token, new URL(`${hub.baseUrl}/Task?_count=1`), 'GET');
    equal((await answer.json()).resourceType, 'Bundle');
    const refused = await openid.clientCredentialsGrant(config, { scope: 'system/hub.operate' }).then(() => null, e => e);
    equal(refused?.error, 'invalid_scope', 'what is not registered');
  });

  await checks.check('oauth4webapi gets a token with the older scopes', async () => {
    const as = await oauth.discoveryRequest(base, { algorithm: 'oauth2', [oauth.allowInsecureRequests]: true }).then(answer => oauth.processDiscoveryResponse(base, answer));
    const client = { client_id: clientId };
    const answer = await oauth.clientCredentialsGrantRequest(as, client, oauth.PrivateKeyJwt({ key: await keyOfWebCrypto(), kid: file.key.kid }), { scope: 'system/*.read' }, { [oauth.allowInsecureRequests]: true });
    const tokens = await oauth.processClientCredentialsResponse(as, client, answer);
    equal(tokens.scope, 'system/*.read');
    await call(tokens.access_token);
  });

  await checks.check('fhirclient finds the endpoint, signs, and calls FHIR', async () => {
    const FHIR = require('fhirclient');
    const { fetchWellKnownJson } = require('fhirclient/lib/smart');
    const security = require('fhirclient/lib/security/server');
    const found = await fetchWellKnownJson(hub.baseUrl);
    equal(found.token_endpoint, file.tokenUrl);
    const key = await security.importJWK({ ...file.key });
    const now = Math.floor(Date.now() / 1000);
    const assertion = await security.signCompactJws('ES384', key, { typ: 'JWT', kid: file.key.kid }, { iss: clientId, sub: clientId, aud: found.token_endpoint, jti: crypto.randomUUID(), exp: now + 120 });
    const tokens = await (await fetch(found.token_endpoint, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', scope: SCOPE, client_assertion_type: ASSERTION_TYPE, client_assertion: assertion }) })).json();
    const client = FHIR({ headers: {} }, {}).client({ serverUrl: hub.baseUrl, tokenResponse: tokens });
    const bundle = await client.request('Task?_count=1');
    equal(bundle.resourceType, 'Bundle');
  });

  await checks.check('the capability statement names the configuration, and that the endpoint', async () => {
    const statement = (await search(null, 'metadata')).body;
    const { security } = statement.rest[0];
    equal(security.service[0].coding[0].code, 'SMART-on-FHIR');
    const [address] = security.description.match(/http\S+smart-configuration/);
    equal((await (await fetch(address)).json()).token_endpoint, file.tokenUrl);
  });

  await checks.check('a bad token and a small one are told so', async () => {
    const bad = await search('x'.repeat(43));
    equal([bad.status, bad.body.resourceType], [401, 'OperationOutcome']);
    holds(bad.challenge.includes('error="invalid_token"'), bad.challenge);
    const small = await search(await hub.token({ scope: 'system/Task.rs' }), 'Patient?_count=1');
    equal([small.status, small.body.resourceType], [403, 'OperationOutcome']);
    holds(small.challenge.includes('error="insufficient_scope"'), small.challenge);
  });
}
