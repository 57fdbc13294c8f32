import { useQuery } from '@tanstack/react-query'
import { sizesQuery } from '@/api/queries'
import { LineChart } from '@/charts/LineChart'
import { Loaded } from '@/parts/Loaded'
import { useWords } from '@/text'

/** How large an audience was on each day, and how it moved. */
export function SizeHistory({ id }: { id: string }) {
  const { t, f } = useWords()
  const query = useQuery(sizesQuery(id))
  return (
    <Loaded query={query}>
      {(days) => {
        const [entered, left] = days.reduce(([came, went], day) => [came + day.entered, went + day.left], [0, 0])
        return days.length === 0 ? (
          <p className="soft">{t.audiences.notComputed}</p>
        ) : (
          <div className="stack" data-testid="sizes">
            <p className="soft">{t.audiences.entered(f.number(entered))} {t.audiences.left(f.number(left))}</p>
            <LineChart points={days.map((day) => ({ day: day.day, value: day.size }))} label={t.audiences.sizes} say={t.common.noun.people} sayAxis={f.number} />
          </div>
        )
      }}
    </Loaded>
  )
}
