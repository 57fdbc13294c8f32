// Sends the same story with one of the Node clients: `node_sender.cjs <client> <scenarios as JSON>`.
// Two old clients throw where nobody can catch: that is written down (standard output), and the others go on.
const [name, text] = process.argv.slice(2)
const scenarios = JSON.parse(text)
const thrown = []
process.on('uncaughtException', (error) => thrown.push(String(error.message || error)))
process.on('unhandledRejection', (error) => thrown.push(String((error && error.message) || error)))

const pause = (ms) => new Promise((done) => setTimeout(done, ms))
const finished = (call) => new Promise((done) => call(() => done()))

// A client is { send(type, message), end() }; `end` returns once everything was delivered or given up.
const clients = {
  '@segment/analytics-node': ({ url, key }) => {
    const { Analytics } = require('@segment/analytics-node')
    const client = new Analytics({ writeKey: key, host: url })
    client.on('error', () => {})
    return { send: (type, message) => client[type](message), end: () => client.closeAndFlush({ timeout: 20000 }) }
  },
  '@customerio/cdp-analytics-node': ({ url, key }) => {
    const { Analytics } = require('@customerio/cdp-analytics-node')
    const client = new Analytics({ writeKey: key, host: url })
    client.on('error', () => {})
    return { send: (type, message) => client[type](message), end: () => client.closeAndFlush({ timeout: 20000 }) }
  },
  'analytics-node': ({ url, key }) => {
    const Analytics = require('analytics-node')
    const client = new Analytics(key, { host: url })
    return { send: (type, message) => client[type](message), end: () => settled(client.flush()) }
  },
  '@rudderstack/rudder-sdk-node': ({ url, key }) => {
    const RudderAnalytics = require('@rudderstack/rudder-sdk-node').default || require('@rudderstack/rudder-sdk-node')
    const client = new RudderAnalytics(key, { dataPlaneUrl: url })
    return { send: (type, message) => client[type](message), end: () => settled(client.flush()) }
  },
  'posthog-node': ({ url, key }) => {
    const { PostHog } = require('posthog-node')
    const client = new PostHog(key, { host: url, fetchRetryDelay: 1000 })
    client.on('error', () => {})
    return { send: (type, message) => asPosthog(client, type, message), end: () => client.shutdown(20000) }
  },
  '@jitsu/js': ({ url, key }) => {
    const { jitsuAnalytics } = require('@jitsu/js')
    const client = jitsuAnalytics({ host: url, writeKey: `${key}:secret` })
    const sent = []
    return { send: (type, message) => sent.push(asJitsu(client, type, message)), end: () => settled(Promise.allSettled(sent)) }
  },
}

/** The old clients' flush ends, or throws, when the answer is there; what they throw is written down. */
async function settled (flush) {
  try {
    await flush
  } catch (error) {
    thrown.push(String(error.message || error))
  }
  await pause(500)
}

function asPosthog (client, type, message) {
  const distinctId = message.userId
  if (type === 'identify') client.identify({ distinctId, properties: message.traits })
  else if (type === 'track') client.capture({ distinctId, event: message.event, properties: message.properties })
  else if (type === 'page') client.capture({ distinctId, event: '$pageview', properties: message.properties })
  else if (type === 'screen') client.capture({ distinctId, event: '$screen', properties: { $screen_name: message.name } })
  else if (type === 'alias') client.alias({ distinctId, alias: message.previousId })
  else if (type === 'group') client.groupIdentify({ groupType: 'company', groupKey: message.groupId, properties: message.traits, distinctId })
}

async function asJitsu (client, type, message) {
  if (type === 'identify') return client.identify(message.userId, message.traits)
  if (type === 'track') return client.track(message.event, { ...message.properties, userId: message.userId })
  if (type === 'page') return client.page(message.name, message.properties)
  if (type === 'group') return client.group(message.groupId, message.traits)
}

async function play ({ case: which, who, url, key }) {
  const client = clients[name]({ url, key })
  const userId = `${who}-user`
  const track = (n) => client.send('track', { userId, event: 'Conformance Tracked', properties: { case: which, n } })
  if (which === 'ok') {
    client.send('identify', { userId, traits: { email: `${who}@example.com`, plan: 'pro' } })
    if (name === '@jitsu/js') await pause(300)
    for (let n = 0; n < 3; n++) track(n)
    client.send('page', { userId, name: 'Start', properties: { url: 'https://shop.example.com/' } })
    client.send('screen', { userId, name: 'Start' })
    client.send('alias', { userId, previousId: `${who}-cookie` })
    client.send('group', { userId, groupId: `${who}-group`, traits: { name: 'Sample Ltd' } })
  } else track(0)
  await client.end()
}

Promise.all(scenarios.map(play)).then(() => {
  process.stdout.write(JSON.stringify({ thrown }))
  process.exit(0)
})
