import { useWindowVirtualizer } from '@tanstack/react-virtual'
import type { UseInfiniteQueryResult, InfiniteData } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import type { Page } from '@/api/types'
import { useWords } from '@/text'
import { ErrorNote } from './ErrorNote'
import { Bones } from './Loaded'
import { Icon } from './Icon'

export interface Column<Row> {
  key: string
  title: string
  cell: (row: Row) => ReactNode
  num?: boolean
  /** What this column is sorted by; without it, it is not sortable. */
  sort?: (row: Row) => string | number
  width?: string
}

interface TableProps<Row> {
  columns: Column<Row>[]
  rows: Row[]
  id: (row: Row) => string
  link?: (row: Row) => string
  caption: string
  testid?: string
}

function Cells<Row>({ row, columns, href }: { row: Row; columns: Column<Row>[]; href: string | undefined }) {
  return columns.map((column, index) => (
    <td key={column.key} className={column.num ? 'num' : undefined} data-label={index === 0 ? '' : column.title}>
      {index === 0 && href ? (
        <Link to={href} className="title" onClick={(event) => event.stopPropagation()}>
          {column.cell(row)}
        </Link>
      ) : (
        column.cell(row)
      )}
    </td>
  ))
}

function Head<Row>({ columns, sorted, onSort }: { columns: Column<Row>[]; sorted?: Sorted; onSort?: (key: string) => void }) {
  const { t } = useWords()
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const direction = sorted?.key === column.key ? (sorted.down ? 'descending' : 'ascending') : undefined
          return (
            <th key={column.key} scope="col" className={column.num ? 'num' : undefined} style={{ width: column.width }} aria-sort={direction}>
              {column.sort && onSort ? (
                <button type="button" onClick={() => onSort(column.key)} title={t.common.sort(column.title)}>
                  {column.title} {direction && <Icon name={direction === 'descending' ? 'down' : 'up'} size={10} />}
                </button>
              ) : (
                column.title
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

interface Sorted {
  key: string
  down: boolean
}

/** A short list, sortable in the browser. */
export function Table<Row>({ columns, rows, id, link, caption, testid }: TableProps<Row>) {
  const navigate = useNavigate()
  const [sorted, setSorted] = useState<Sorted | undefined>()
  const by = columns.find((column) => column.key === sorted?.key)?.sort
  const ordered = by
    ? rows.toSorted((a, b) => {
        const [x, y] = [by(a), by(b)]
        return (x < y ? -1 : x > y ? 1 : 0) * (sorted?.down ? -1 : 1)
      })
    : rows
  const onSort = (key: string) => setSorted((now) => ({ key, down: now?.key === key ? !now.down : true }))
  return (
    <div className="table-wrap">
      <table className="list folds" data-testid={testid}>
        <caption className="sr">{caption}</caption>
        <Head columns={columns} sorted={sorted} onSort={onSort} />
        <tbody>
          {ordered.map((row) => (
            <tr key={id(row)} className={link ? 'go' : undefined} onClick={link && (() => void navigate({ to: link(row) }))} data-testid="row">
              <Cells row={row} columns={columns} href={link?.(row)} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface EndlessProps<Row> extends Omit<TableProps<Row>, 'rows'> {
  query: UseInfiniteQueryResult<InfiniteData<Page<Row>>>
  empty: ReactNode
}

/** A list of any length: pages are fetched ahead of the reader, and only the rows in sight are in the document. */
export function EndlessTable<Row>({ columns, query, id, link, caption, empty, testid }: EndlessProps<Row>) {
  const navigate = useNavigate()
  const holder = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  useLayoutEffect(() => {
    if (holder.current) setTop(holder.current.getBoundingClientRect().top + window.scrollY)
  }, [query.isPending])
  const virtual = useWindowVirtualizer({ count: rows.length, estimateSize: () => 42, overscan: 20, scrollMargin: top })
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= rows.length - 15) void fetchNextPage()
  }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage])

  if (query.isError && rows.length === 0) return <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
  if (query.isPending) return <Bones lines={10} />
  if (rows.length === 0) return empty
  const before = (shown[0]?.start ?? top) - top
  const after = virtual.getTotalSize() - ((shown.at(-1)?.end ?? top) - top)
  return (
    <div className="table-wrap" ref={holder} aria-busy={query.isFetching}>
      <table className="list folds" data-testid={testid}>
        <caption className="sr">{caption}</caption>
        <Head columns={columns} />
        <tbody>
          {before > 0 && <tr aria-hidden="true"><td style={{ height: before, padding: 0 }} colSpan={columns.length} /></tr>}
          {shown.map(({ index }) => {
            const row = rows[index] as Row
            return (
              <tr key={id(row)} ref={virtual.measureElement} data-index={index} className={link ? 'go' : undefined} onClick={link && (() => void navigate({ to: link(row) }))} data-testid="row">
                <Cells row={row} columns={columns} href={link?.(row)} />
              </tr>
            )
          })}
          {after > 0 && <tr aria-hidden="true"><td style={{ height: after, padding: 0 }} colSpan={columns.length} /></tr>}
        </tbody>
      </table>
      {isFetchingNextPage && <div style={{ paddingTop: 12 }}><Bones lines={2} /></div>}
    </div>
  )
}
