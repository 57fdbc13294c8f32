// A page with Segment's browser library, as a shop would have it; only the address of its CDN is another one.
import { AnalyticsBrowser } from '@segment/analytics-next'

window.play = async ({ case: which, who, url, key }) => {
  const analytics = AnalyticsBrowser.load({ writeKey: key, cdnURL: url })
  analytics.setAnonymousId(`${who}-cookie`)
  if (which === 'ok') {
    await analytics.identify(`${who}-user`, { email: `${who}@example.com`, plan: 'pro' })
    for (let n = 0; n < 3; n++) await analytics.track('Conformance Tracked', { case: which, n })
    await analytics.page('Docs', 'Start')
    await analytics.screen('App', 'Start')
    await analytics.alias(`${who}-user`, `${who}-cookie`)
    await analytics.group(`${who}-group`, { name: 'Sample Ltd' })
  } else analytics.track('Conformance Tracked', { case: which, n: 0 })
}
