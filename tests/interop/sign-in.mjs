// Tokens for the other checks, with the client file that the demonstration writes for its centre.
import { readFileSync } from 'node:fs';
import { SignJWT, importJWK } from 'jose';

const EARLY_SECONDS = 60;

export function signIn(clientFile) {
  let kept;
  return async ({ scope } = {}) => {
    if (!scope && kept && Date.now() < kept.until) return kept.token;
    const { clientId, tokenUrl, key } = JSON.parse(readFileSync(clientFile, 'utf8'));
    const assertion = await new SignJWT({}).setProtectedHeader({ alg: 'ES384', typ: 'JWT', kid: key.kid })
      .setIssuer(clientId).setSubject(clientId).setAudience(tokenUrl).setJti(crypto.randomUUID()).setIssuedAt().setExpirationTime('2m').sign(await importJWK(key, 'ES384'));
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion });
    if (scope) form.set('scope', scope);
    const answer = await fetch(tokenUrl, { method: 'POST', body: form });
    const tokens = await answer.json();
    if (!answer.ok) throw new Error(`No token: ${tokens.error_description}`);
    if (!scope) kept = { token: tokens.access_token, until: Date.now() + (tokens.expires_in - EARLY_SECONDS) * 1000 };
    return tokens.access_token;
  };
}
