import type { Fault } from '../board/fault.ts'
import type { FaultTargets } from '../board/fault-target.ts'
import type { Random } from '../random.ts'
import { CALM_HOUR } from './exit-check.ts'

const SECOND = 1000
const MINUTE = 60_000
/** ms without a fault at the start, and after every storm: longer than any recovery may take. */
const CALM_BEFORE = 5 * MINUTE
const CALM = 40 * MINUTE
/** ms of a run that ends with an hour without a fault. */
const LONG = 4 * 60 * MINUTE

/** How likely it is that a target takes part; of those that are not named here, USUALLY. */
const USUALLY = 0.6
const OFTEN: Readonly<Record<string, number>> = { command: 1, limit: 0.75, probes: 0.9 }
/** A sensor that lies softly in one storm that is long enough for it, how likely, and how long at the least, ms. */
const SOFTLY = 0.5
const SOFT_LEAST = 60 * MINUTE

interface Storm {
  from: number
  to: number
}

/** Log-uniform between the two. */
function between(random: Random, least: number, most: number): number {
  return least * Math.pow(most / least, random.next())
}

function entry(target: string, fault: string, start: number, duration: number): Fault {
  return { text: `${target}:${fault}@${start}ms+${duration}ms`, node: undefined, target, fault, start, duration }
}

/** The times in which there are faults. */
function drawStorms(random: Random, duration: number): Storm[] {
  const storms: Storm[] = []
  const end = duration - (duration < LONG ? CALM : CALM_HOUR + 5 * MINUTE)
  for (let at = CALM_BEFORE; at < end;) {
    const to = Math.min(at + between(random, 10 * MINUTE, 240 * MINUTE), end)
    storms.push({ from: at, to })
    at = to + CALM
  }
  return storms
}

/** Those of sensors that go on answering, for hours. */
function drawSoftFaults(random: Random, soft: Readonly<Record<string, readonly string[]>>, storms: readonly Storm[]): Fault[] {
  const faults: Fault[] = []
  const long = storms.filter(({ from, to }) => to - from > SOFT_LEAST)
  for (const target of Object.keys(soft).sort()) {
    const own = random.split(`soft ${target}`)
    if (long.length === 0 || !own.chance(SOFTLY)) continue
    const { from, to } = long[own.below(long.length)]
    const length = Math.floor(SOFT_LEAST + (to - from - SOFT_LEAST) * own.next())
    const start = Math.floor(from + (to - from - length) * own.next())
    faults.push(entry(target, soft[target][own.below(soft[target].length)], start, length))
  }
  return faults
}

/**
 * The faults of a run: storms with calm between them. Which targets take part, with which of their faults, how often and for how
 * long is drawn for each target once, so that runs differ in kind. In order of their beginning; one never outlasts its storm.
 * `soft`: faults of sensors that go on answering, by target; half of these sensors have one for hours.
 */
export function drawFaults(random: Random, targets: FaultTargets, duration: number, soft: Readonly<Record<string, readonly string[]>> = {}): Fault[] {
  const storms = drawStorms(random.split('storms'), duration)
  const faults: Fault[] = drawSoftFaults(random, soft, storms)
  for (const target of Object.keys(targets).sort()) {
    const own = random.split(target)
    if (!own.chance(OFTEN[target] ?? USUALLY)) continue
    const kinds = targets[target].faults.filter(() => own.chance(0.5))
    const gap = between(own, 2 * MINUTE, 90 * MINUTE)
    // Long enough for the flash to overflow, now and then.
    const longest = between(own, 10 * SECOND, own.chance(0.2) ? 180 * MINUTE : 30 * MINUTE)
    if (kinds.length === 0) continue
    for (const storm of storms) {
      for (let at = storm.from - gap * Math.log(1 - own.next()); at < storm.to; at -= gap * Math.log(1 - own.next())) {
        const fault = kinds[own.below(kinds.length)]
        const start = Math.floor(at)
        const length = Math.max(1, Math.floor(Math.min(between(own, 100, longest), storm.to - at)))
        faults.push(entry(target, fault, start, length))
      }
    }
  }
  return faults.sort((a, b) => a.start - b.start || (a.text < b.text ? -1 : 1))
}
