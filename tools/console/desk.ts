import type { Link, LinkListener } from './link.ts'
import { openLink } from './open-link.ts'

/** The time that a tool waits in. */
export interface DeskTime {
  /** ms since some fixed moment; never steps back. */
  now(): number
  /** Runs `task` once, `delay` ms from now. */
  after(delay: number, task: () => void): unknown
  /** Forgets what `after` returned; one that has run already does not mind. */
  cancel(timer: unknown): void
}

/** What a tool that talks to boards has at hand: ports to open, and time. */
export interface Desk {
  readonly time: DeskTime
  open(port: string, baud: number, listener: LinkListener): Promise<Link>
}

/** Real ports, in real time. */
export const DESK: Desk = {
  time: {
    now: () => performance.now(),
    after: (delay, task) => setTimeout(task, delay),
    cancel: timer => { clearTimeout(timer as NodeJS.Timeout) }
  },
  open: openLink
}
