import { counted } from '../../cli/counted.ts'
import { LiveScreen } from '../../cli/live-screen.ts'
import { printable } from '../../cli/printable.ts'
import { rewrites } from '../../cli/progress-line.ts'
import type { WatchEvent } from './watch-event.ts'
import { watched, watchLine } from './watch-line.ts'
import { renderWatchTable } from './watch-table.ts'
import type { WatchedNodes } from './watched-nodes.ts'

/** Where a watch tells what happens. */
export interface WatchOutput {
  event(event: WatchEvent): void
  /** Says what is no event: what is so, which a table shows anyway, and what to do, in sentences with a blank between them. */
  say(what: string, next: string): void
  /** Leaves the terminal as it was found. */
  close(): void
}

const REDRAW = 1000
const RECENT = 6

/** One line an event on stdout: JSON, or words. */
export function lineOutput(json: boolean): WatchOutput {
  return {
    event: event => { process.stdout.write(`${json ? JSON.stringify(event) : watchLine(event)}\n`) },
    say: (what, next) => { process.stderr.write(`breva: ${what} ${next}\n`) },
    close: () => undefined
  }
}

/** A table on a terminal, and lines where there is none, or one that cannot be written over. */
export function chooseOutput(json: boolean, statistics: boolean, nodes: WatchedNodes): WatchOutput {
  if (json || !rewrites(process.stdout, process.env)) return lineOutput(json)
  return new LiveOutput(statistics, nodes)
}

/** The live table, redrawn once a second on a screen of its own; when it is closed, the last one stays in the terminal. */
export class LiveOutput implements WatchOutput {
  private readonly statistics: boolean
  private readonly nodes: WatchedNodes
  private readonly recent: string[] = []
  private readonly screen = new LiveScreen()
  private readonly redraw = (): void => { this.screen.draw(this.lines(this.screen.rows)) }
  private head: string[] = []
  private broker = ''
  private timer: NodeJS.Timeout | undefined

  constructor(statistics: boolean, nodes: WatchedNodes) {
    this.statistics = statistics
    this.nodes = nodes
  }

  event(event: WatchEvent): void {
    if (event.event === 'started') {
      this.broker = event.broker + (event.brokerFrom === null || event.brokerFrom === '--broker' ? '' : ` (from ${event.brokerFrom})`)
      this.head = [printable(`Breva ${event.version}  watching ${watched(event)}`), `broker ${this.broker}`]
      this.timer = setInterval(this.redraw, REDRAW)
      process.stdout.on('resize', this.redraw)
      process.on('SIGCONT', this.redraw)
      this.redraw()
    } else if (event.event === 'summary') {
      this.close()
      process.stdout.write(`${watchLine(event)}\n`)
    } else if (event.event !== 'state') this.note(event)
  }

  /** Below the table, a line each: on the screen itself the next table would write over them. */
  say(_what: string, next: string): void {
    this.recent.push(...next.split(/(?<=[.?]) /))
    this.recent.splice(0, this.recent.length - RECENT)
  }

  close(): void {
    if (this.timer === undefined) return
    clearInterval(this.timer)
    this.timer = undefined
    process.stdout.off('resize', this.redraw)
    process.off('SIGCONT', this.redraw)
    this.screen.leave()
    process.stdout.write(`${this.lines(Infinity).join('\n')}\n`)
  }

  private note(event: WatchEvent): void {
    if (event.event === 'broker') this.head[1] = `broker ${this.broker}${event.connected ? '' : '  (connection lost)'}`
    // What is retained was so before: the table shows it.
    if ('retained' in event && event.retained) return
    this.recent.push(watchLine(event))
    if (this.recent.length > RECENT) this.recent.shift()
  }

  private lines(rows: number): string[] {
    const { counts } = this.nodes
    const bad = counts.invalid > 0 ? `  ${counts.invalid} invalid` : ''
    const totals = `${counted(this.nodes.nodes.size, 'node')}, ${this.nodes.online()} online  ${counted(counts.states, 'sample')}${bad}  stop: Ctrl-C`
    return renderWatchTable({
      head: [...this.head, this.statistics ? `${totals}  (statistics of CO2)` : totals],
      nodes: [...this.nodes.nodes.values()].sort((a, b) => a.name < b.name ? -1 : 1),
      statistics: this.statistics,
      recent: this.recent,
      now: Date.now(),
      columns: this.screen.columns,
      rows,
      color: !process.env['NO_COLOR']
    }).split('\n')
  }
}
