import './quarantine.css'
import './catalogue.css'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { catalogueQuery } from '@/api/queries'
import { Loaded } from '@/parts/Loaded'
import { Page } from '@/parts/Page'
import { Tabs } from '@/parts/Tabs'
import { useWords } from '@/text'
import { CatalogueFile } from './CatalogueFile'
import { CatalogueList } from './CatalogueList'
import { Retention } from './Retention'

const parts = ['data', 'retention'] as const

/** All data that there is: whose it is, how sensitive, what for, and how long it is kept. */
export function DataCatalogue() {
  const { t } = useWords()
  const { tab = 'data' } = useParams({ strict: false })
  const query = useQuery(catalogueQuery)
  const tabs = parts.map((key) => ({ key, title: t.catalogue.tabs[key], to: key === 'data' ? '/connections/catalogue' : `/connections/catalogue/${key}` }))
  const full = tab === 'data' && (query.data?.total ?? 0) > 0
  return (
    <Page title={t.catalogue.title} lead={t.catalogue.lead} actions={full && <CatalogueFile />} testid="catalogue">
      <Tabs tabs={tabs} here={tab} label={t.catalogue.title} />
      <Loaded query={query} lines={8}>{(page) => (tab === 'retention' ? <Retention page={page} /> : <CatalogueList page={page} />)}</Loaded>
    </Page>
  )
}
