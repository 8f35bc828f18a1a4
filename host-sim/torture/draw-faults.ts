import type { Fault } from '../board/fault.ts'
import type { FaultTargets } from '../board/fault-target.ts'
import type { Random } from '../random.ts'

const SECOND = 1000
const MINUTE = 60_000
/** ms without a fault at the start, and after every storm: longer than any recovery may take. */
const CALM_BEFORE = 5 * MINUTE
const CALM = 40 * MINUTE

/** Log-uniform between the two. */
function between(random: Random, least: number, most: number): number {
  return least * Math.pow(most / least, random.next())
}

/**
 * The faults of a run: storms with calm between them. Which targets take part, with which of their faults, how often and for how
 * long is drawn for each target once, so that runs differ in kind. In order of their beginning; one never outlasts its storm.
 */
export function drawFaults(random: Random, targets: FaultTargets, duration: number): Fault[] {
  const faults: Fault[] = []
  const storms: { from: number, to: number }[] = []
  const spells = random.split('storms')
  for (let at = CALM_BEFORE; at < duration - CALM;) {
    const to = Math.min(at + between(spells, 10 * MINUTE, 240 * MINUTE), duration - CALM)
    storms.push({ from: at, to })
    at = to + CALM
  }
  for (const target of Object.keys(targets).sort()) {
    const own = random.split(target)
    if (!own.chance(0.6)) continue
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
        faults.push({ text: `${target}:${fault}@${start}ms+${length}ms`, node: undefined, target, fault, start, duration: length })
      }
    }
  }
  return faults.sort((a, b) => a.start - b.start || (a.text < b.text ? -1 : 1))
}
