import { useQuery } from '@tanstack/react-query'
import { consentCatalogueQuery } from '@/api/queries'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { useSession } from '@/session/useSession'
import { useWords } from '@/text'
import { CatalogueEditor } from './CatalogueEditor'
import { SignUps } from './SignUps'

export function Consent() {
  const { t } = useWords()
  const { mayManage } = useSession()
  const query = useQuery(consentCatalogueQuery)
  return (
    <Page title={t.consent.title} lead={<>{t.consent.lead} {!mayManage && t.consent.adminOnly}</>} testid="consent">
      <Loaded query={query}>{(catalogue) => (
        <>
          <CatalogueEditor key={stamp(catalogue.purposes)} catalogue={catalogue} />
          <SignUps names={catalogue.purposes} />
        </>
      )}</Loaded>
    </Page>
  )
}

/** Another state of the server's catalogue starts the editor anew. */
const stamp = (purposes: unknown) => JSON.stringify(purposes)
