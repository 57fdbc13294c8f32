// A page with RudderStack's browser library; data plane and configuration are at the same address.
import { RudderAnalytics } from '@rudderstack/analytics-js/bundled'

window.play = async ({ case: which, who, url, key }) => {
  const analytics = new RudderAnalytics()
  analytics.load(key, url, { configUrl: url })
  await new Promise((done) => analytics.ready(done))
  analytics.setAnonymousId(`${who}-cookie`)
  if (which === 'ok') {
    analytics.identify(`${who}-user`, { email: `${who}@example.com`, plan: 'pro' })
    for (let n = 0; n < 3; n++) analytics.track('Conformance Tracked', { case: which, n })
    analytics.page('Docs', 'Start')
    analytics.alias(`${who}-user`, `${who}-cookie`)
    analytics.group(`${who}-group`, { name: 'Sample Ltd' })
  } else analytics.track('Conformance Tracked', { case: which, n: 0 })
}
