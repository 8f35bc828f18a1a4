import { createLogUpdate } from 'log-update'
import { eventLine } from './event-line.ts'
import { renderLiveTable } from './live-table.ts'
import type { NodeView } from './fleet-view.ts'
import type { SimEvent, StartedEvent } from './sim-event.ts'
import type { SimOutput } from './sim-output.ts'

const REDRAW_EVERY = 1000
const RECENT_LINES = 6
/** What a terminal that does not say its size is taken for. */
const COLUMNS = 80
const ROWS = 24

/** Standard output, which some pseudo-terminals call 0 by 0. */
const terminal = {
  get columns(): number { return process.stdout.columns || COLUMNS },
  get rows(): number { return process.stdout.rows || ROWS },
  write: (text: string): boolean => process.stdout.write(text)
} as unknown as NodeJS.WritableStream & { readonly columns: number, readonly rows: number }

/** The live table on a terminal, redrawn once a second in place. */
export class LiveOutput implements SimOutput {
  private readonly nodes: NodeView[]
  private readonly elapsed: () => number
  private readonly update = createLogUpdate(terminal)
  private readonly recent: string[] = []
  private readonly resized = (): void => this.redraw()
  private started: StartedEvent | undefined
  private brokerConnected = true
  private timer: NodeJS.Timeout | undefined

  /** `elapsed` gives the seconds of the nodes' time. */
  constructor(nodes: NodeView[], elapsed: () => number) {
    this.nodes = nodes
    this.elapsed = elapsed
  }

  event(event: SimEvent): void {
    if (event.event === 'started') this.begin(event)
    else if (event.event === 'broker') this.brokerConnected = event.connected
    else if (event.event === 'summary') {
      this.close()
      process.stdout.write(`${eventLine(event)}\n`)
    }
    if (event.event !== 'started' && event.event !== 'state' && event.event !== 'summary') this.log(eventLine(event))
  }

  log(line: string): void {
    this.recent.push(line)
    if (this.recent.length > RECENT_LINES) this.recent.shift()
  }

  close(): void {
    if (this.timer === undefined) return
    clearInterval(this.timer)
    this.timer = undefined
    process.stdout.off('resize', this.resized)
    this.redraw()
    this.update.done()
  }

  private begin(started: StartedEvent): void {
    this.started = started
    this.timer = setInterval(() => this.redraw(), REDRAW_EVERY)
    process.stdout.on('resize', this.resized)
    this.redraw()
  }

  private redraw(): void {
    if (!this.started) return
    this.update(renderLiveTable({
      started: this.started,
      nodes: this.nodes,
      elapsed: this.elapsed(),
      brokerConnected: this.brokerConnected,
      recent: this.recent,
      columns: terminal.columns,
      rows: terminal.rows - 1,
      color: !process.env['NO_COLOR']
    }))
  }
}
