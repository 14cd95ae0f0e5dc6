// An OpenID Connect provider on loopback: node server.mjs PORT HUB. Whoever asks is signed in as Pat Provider with one click.
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'

const [port, hub] = process.argv.slice(2)
const issuer = `http://127.0.0.1:${port}`
const provider = new Provider(issuer, {
  clients: [{
    client_id: 'hub',
    client_secret: 'a secret of the tests only',
    redirect_uris: [`${hub}/signin/foreign/callback`],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'client_secret_post',
    require_auth_time: true,
    backchannel_logout_uri: `${hub.replace('localhost', '127.0.0.1')}/signin/foreign/backchannel-logout`,
    backchannel_logout_session_required: true,
  }],
  pkce: { required: () => true },
  acrValues: ['strong'],
  conformIdTokenClaims: false,
  claims: { openid: ['sub'], profile: ['name', 'groups'], acr: null, auth_time: null, sid: null },
  cookies: { keys: ['a key of the tests only'] },
  features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  // The library's own refuses addresses of this machine, and the hub is on one.
  fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: 'Pat Provider', groups: ['reviewers', 'administrators'] }) }),
  // The hub is the organisation's own: nobody is asked for consent.
  loadExistingGrant: async context => {
    const grant = new context.oidc.provider.Grant({ clientId: context.oidc.client.clientId, accountId: context.oidc.session.accountId })
    grant.addOIDCScope('openid profile')
    await grant.save()
    return grant
  },
})

const answer = provider.callback()
const server = createServer(async (request, response) => {
  if (!request.url.startsWith('/interaction/')) return answer(request, response)
  const { params } = await provider.interactionDetails(request, response)
  if (request.method === 'GET') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    return response.end('<!DOCTYPE html><title>Provider</title><form method="post"><button>Sign in as Pat</button></form>')
  }
  const login = { accountId: 'pat', acr: params.acr_values?.split(' ')[0], amr: ['pwd'] }
  return provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false })
})
provider.on('server_error', (_, error) => console.error('server_error', error))
provider.on('backchannel.error', (_, error) => console.error('backchannel.error', error.message, error.cause))
provider.on('backchannel.success', () => console.log('backchannel.success'))
server.listen(Number(port), '127.0.0.1', () => console.log(`Provider at ${issuer}`))
