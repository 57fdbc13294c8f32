import '@xyflow/react/dist/base.css'
import './journeys.css'
import { useElementSize, useMediaQuery } from '@mantine/hooks'
import { Controls, Handle, MarkerType, Position, ReactFlow, type Edge, type Node, type NodeProps, type ReactFlowInstance } from '@xyflow/react'
import { useEffect, useMemo, useState } from 'react'
import type { Journey, JourneyView, Step, Variant } from '@/api/types'
import { Icon } from '@/parts/Icon'
import { useWords } from '@/text'
import { useTerm } from '@/text/terms'
import { exitsOf, layout } from './layout'
import { stepIcon, stepText } from './stepText'

interface StepData extends Record<string, unknown> {
  kind: string
  icon: keyof typeof icons
  text: string
  waiting: string | null
  sent: string | null
  chosen: boolean
  upright: boolean
  entry: boolean
}
const icons = { ...stepIcon, entry: 'door' } as const

function StepNode({ data }: NodeProps<Node<StepData>>) {
  return (
    <div className={`step${data.chosen ? ' chosen' : ''}${data.entry ? ' entry' : ''}`}>
      {!data.entry && <Handle type="target" position={data.upright ? Position.Top : Position.Left} isConnectable={false} />}
      <div className="kind"><Icon name={icons[data.icon]} size={14} /> {data.kind}</div>
      <div className="what" title={data.text}>{data.text}</div>
      {data.waiting !== null && <div className="counts"><span>{data.waiting}</span><span className="soft">{data.sent}</span></div>}
      <Handle type="source" position={data.upright ? Position.Bottom : Position.Right} isConnectable={false} />
    </div>
  )
}

const nodeTypes = { step: StepNode }
const fit = { padding: 0.04, maxZoom: 1, minZoom: 0.45 }

interface CanvasProps {
  journey: Journey
  counts: JourneyView | undefined
  variants: Variant[]
  chosen: string | null
  onChoose: (id: string | null) => void
}

/** The journey drawn, with how many people stand at each step now. */
export default function Canvas({ journey, counts, variants, chosen, onChoose }: CanvasProps) {
  const words = useWords()
  const term = useTerm()
  const upright = useMediaQuery('(max-width: 700px)') ?? false
  const dark = document.documentElement.dataset.mantineColorScheme === 'dark'
  const { nodes, edges } = useMemo(() => draw(journey, counts, variants, chosen, upright, words, term), [journey, counts, variants, chosen, upright, words, term])
  const { ref, width } = useElementSize()
  const [flow, setFlow] = useState<ReactFlowInstance<Node<StepData>> | null>(null)
  // A panel that opens makes the canvas narrower: the drawing is fitted again.
  useEffect(() => void flow?.fitView(fit), [flow, width])
  const rows = Math.max(...nodes.map((node) => (upright ? node.position.y / 136 : node.position.y / 128))) + 1
  return (
    <div ref={ref} className="canvas" style={{ height: upright ? 460 : Math.min(560, 150 + rows * 100) }} data-testid="canvas">
      <ReactFlow
        key={`${upright}/${journey.steps.length}`}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        colorMode={dark ? 'dark' : 'light'}
        fitView
        fitViewOptions={fit}
        onInit={setFlow}
        minZoom={0.3}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        zoomOnScroll={false}
        preventScrolling={false}
        onNodeClick={(_, node) => onChoose(node.id === 'entry' ? null : node.id)}
        onSelectionChange={({ nodes: picked }) => picked[0] && picked[0].id !== 'entry' && onChoose(picked[0].id)}
        onPaneClick={() => onChoose(null)}
        aria-label={words.t.journeys.canvas}
      >
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  )
}

function draw(journey: Journey, counts: JourneyView | undefined, variants: Variant[], chosen: string | null, upright: boolean, words: ReturnType<typeof useWords>, term: ReturnType<typeof useTerm>) {
  const { t, f } = words
  const steps = new Map(journey.steps.map((step) => [step.id, step]))
  // Before the first version is published there is nobody to count.
  const running = counts?.version === null ? undefined : counts
  const place = (column: number, row: number) => (upright ? { x: row * 216, y: column * 136 } : { x: column * 262, y: row * 128 })
  const entryText = journey.entry.kind === 'audience' ? t.journeys.entryAudience : t.journeys.entryEvent(term('event', journey.entry.event))
  const entry: Node<StepData> = {
    id: 'entry',
    type: 'step',
    position: place(0, 0),
    data: { kind: t.journeys.kinds.entry, icon: 'entry', text: entryText, waiting: running ? `${f.number(running.entered)} ${t.journeys.entered}` : null, sent: running ? `${f.number(running.holdout)} ${t.journeys.holdout}` : null, chosen: false, upright, entry: true },
  }
  const nodes = layout(journey).flatMap(({ id, column, row }): Node<StepData>[] => {
    const step = steps.get(id)
    if (!step) return []
    const live = running?.steps.find((one) => one.id === id)
    return [{
      id,
      type: 'step',
      position: place(column, row),
      ariaLabel: `${t.journeys.kinds[step.kind]}: ${stepText(step, variants, words, term)}`,
      data: {
        kind: t.journeys.kinds[step.kind],
        icon: step.kind,
        text: stepText(step, variants, words, term),
        waiting: live ? (step.kind === 'exit' ? `${f.number(live.entered)} ${t.journeys.finished}` : `${f.number(live.waiting)} ${t.journeys.waiting}`) : null,
        sent: live ? sentText(step, live, words) : null,
        chosen: chosen === id,
        upright,
        entry: false,
      },
    }]
  })
  const edges = [
    edge('entry', journey.first, running ? f.number(running.entered) : ''),
    ...journey.steps.flatMap((step) => exitsOf(step).map((exit, _, all) => {
      const word = exit.label === 'then' ? t.journeys.yes : exit.label === 'otherwise' ? t.journeys.no : exit.label
      const same = all.filter((one) => one.to === exit.to).indexOf(exit)
      const count = running?.edges.filter((one) => one.from === step.id && one.to === exit.to)[Math.max(same, 0)]?.count
      return edge(step.id, exit.to, [word, count === undefined ? '' : f.number(count)].filter(Boolean).join(' '))
    })),
  ]
  return { nodes: [entry, ...nodes], edges }
}

function sentText(step: Step, live: JourneyView['steps'][number], { t, f }: ReturnType<typeof useWords>): string {
  if (step.kind !== 'send') return ''
  const not = live.not_sent.reduce((sum, one) => sum + one.count, 0)
  return [`${f.number(live.sent)} ${t.home.sends}`, not > 0 && `${f.number(not)} ${t.home.notSent}`].filter(Boolean).join(' · ')
}

function edge(source: string, target: string, label: string): Edge {
  return { id: `${source}-${target}-${label}`, source, target, label, type: 'smoothstep', markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14 } }
}
