import { eventLine } from './event-line.ts'
import { LiveScreen } from '../../cli/live-screen.ts'
import { printable } from '../../cli/printable.ts'
import { renderLiveTable } from './live-table.ts'
import type { NodeView } from './fleet-view.ts'
import type { SimEvent, StartedEvent } from './sim-event.ts'
import type { SimOutput } from './sim-output.ts'
import { summaryWords } from './summary-words.ts'

const REDRAW_EVERY = 500
const RECENT_LINES = 6
/** Events that the table itself shows. */
const IN_TABLE: ReadonlySet<SimEvent['event']> = new Set(['started', 'state', 'history', 'health', 'info', 'backlog', 'summary'])

/** The live table on a terminal, in place; when it is closed, the last one stays there, and what follows is printed below it. */
export class LiveOutput implements SimOutput {
  private readonly nodes: NodeView[]
  private readonly elapsed: () => number
  private readonly screen = new LiveScreen()
  private readonly recent: string[] = []
  private readonly redraw = (): void => this.draw()
  private started: StartedEvent | undefined
  private brokerConnected = true
  private timer: NodeJS.Timeout | undefined
  private closed = false

  /** `elapsed` gives the seconds of the nodes' time. */
  constructor(nodes: NodeView[], elapsed: () => number) {
    this.nodes = nodes
    this.elapsed = elapsed
  }

  event(event: SimEvent): void {
    if (event.event === 'started') this.begin(event)
    else if (event.event === 'broker') this.brokerConnected = event.connected
    if (event.event === 'summary') {
      this.close()
      process.stdout.write(summaryWords(event).map(line => `${printable(line)}\n`).join(''))
    } else if (!IN_TABLE.has(event.event) && !(this.closed && isOfCourse(event))) this.log(eventLine(event))
  }

  log(line: string): void {
    if (this.closed) process.stderr.write(`${line}\n`)
    this.recent.push(line)
    if (this.recent.length > RECENT_LINES) this.recent.shift()
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    if (this.timer === undefined) return
    clearInterval(this.timer)
    process.stdout.off('resize', this.redraw)
    process.off('SIGCONT', this.redraw)
    this.screen.leave()
    process.stdout.write(`${this.lines(Infinity).join('\n')}\n`)
  }

  private begin(started: StartedEvent): void {
    this.started = started
    this.timer = setInterval(this.redraw, REDRAW_EVERY)
    process.stdout.on('resize', this.redraw)
    process.on('SIGCONT', this.redraw)
    this.draw()
  }

  private draw(): void {
    this.screen.draw(this.lines(this.screen.rows))
  }

  private lines(rows: number): string[] {
    if (!this.started) return []
    return renderLiveTable({
      started: this.started,
      nodes: this.nodes,
      elapsed: this.elapsed(),
      brokerConnected: this.brokerConnected,
      recent: this.recent,
      columns: this.screen.columns,
      rows,
      color: !process.env['NO_COLOR']
    }).split('\n')
  }
}

/** What the end of a run brings with it. */
function isOfCourse(event: SimEvent): boolean {
  return event.event === 'link' || (event.event === 'stopped' && event.clean)
}
