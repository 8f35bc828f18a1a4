import type { FaultTarget } from './fault-target.ts'

/** The target `ds18b20`: faults of the line, and those of a probe applied to every probe on it. */
export class ProbeBusFaults implements FaultTarget {
  readonly faults: readonly string[]
  private readonly line: FaultTarget
  private readonly probes: readonly FaultTarget[]

  constructor(line: FaultTarget, probes: readonly FaultTarget[]) {
    this.line = line
    this.probes = probes
    this.faults = [...new Set([...line.faults, ...probes.flatMap(probe => probe.faults)])]
  }

  inject(fault: string, active: boolean): boolean {
    if (this.line.faults.includes(fault)) return this.line.inject(fault, active)
    let known = false
    for (const probe of this.probes) if (probe.inject(fault, active)) known = true
    return known
  }
}
