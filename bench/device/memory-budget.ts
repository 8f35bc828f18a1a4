import type { Share } from './heap.ts'
import type { RulePrice } from './rule-prices.ts'

export interface MemoryReport {
  variables: { total: number; loaded: number; settled: number; peak: number; settledInOutage: number; peakInOutage: number; settledWithFlash: number; peakWithCommands: number }
  /** What the node was doing at the peak. */
  peakAt: string
  /** Likewise, at the peak of the node that is sent commands. */
  peakWithCommandsAt: string
  /** Of all these figures, what an interpreter without any program has in use. */
  empty: number
  byModule: Record<string, Share>
  byRule: readonly RulePrice[]
  /** Of `dist/firmware.min.js`. */
  bundleBytes: number
}

/** What the figures are, and how they are taken. */
function figures({ variables, peakAt, peakWithCommandsAt, empty }: MemoryReport): string {
  return `| | variables |
|---|---:|
| empty interpreter | ${empty} |
| loaded: all declared, nothing started | ${variables.loaded} |
| settled: a minute after the start, between samples | ${variables.settled} |
| peak (${peakAt}) | ${variables.peak} |
| in an outage, with the ring, between samples | ${variables.settledInOutage} |
| peak in an outage and while what was kept is sent | ${variables.peakInOutage} |
| in an outage, with the ring and flash in use, between samples | ${variables.settledWithFlash} |
| peak, whatever arrives (${peakWithCommandsAt}) | ${variables.peakWithCommands} |

In the rows on an outage the node loses its broker for a minute, gets it back, and sends what it has kept, without flash. Each sample that waits in
memory takes some two variables, and with flash no more than sixteen wait there.

In the last two rows the node samples every 2 s, and its ring is full and flash in use before the broker comes back. It is sent commands of every size from none to
a megabyte, alone and sixty at once, while all is well and while it sends what it has kept.`
}

function ruleTable(byRule: readonly RulePrice[]): string {
  return `## By rule

What each rule that guards the node takes, beside what it would take without the rule. *Bytes* are those of its functions, in the application. *Variables* are its
functions that are not folded, its fields, and the numbers and texts in them, of the settled node. A field that is only there in trouble is not counted.

| rule | bytes | variables |
|---|---:|---:|
${byRule.map(({ rule, bytes, variables }) => `| ${rule} | ${bytes} | ${variables} |`).join('\n')}
| all rules | ${sum(byRule.map(({ bytes }) => bytes))} | ${sum(byRule.map(({ variables }) => variables))} |`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0)
}

/** docs/memory-budget.md. */
export function memoryBudget(report: MemoryReport): string {
  const { variables, byModule, byRule, bundleBytes } = report
  const entries = Object.entries(byModule)
  const code = sum(entries.map(([, share]) => share.code))
  const objects = sum(entries.map(([, share]) => share.objects))
  return `# Memory budget

\`npm run bench:device -- --write\` writes this page. Do not edit it.

The unit is the interpreter's variable of 14 bytes. An ESP32 has about 3,000 of them. The limits: the node settles at 1600 or less, with ring and flash in use at 1750 or less, and never needs more
than 2050, whatever arrives.

The figures come from Espruino 2v29 for Linux, built with the ESP32's variables. It runs the flashed scripts from Storage,
with one SCD30, one MH-Z19, three DS18B20 and a broker, and one call added where the application's declarations end. Every look collects garbage first.
What the emulated wires and the meter take is measured without the node, and subtracted.

${figures(report)}

The application has ${bundleBytes} bytes, which stay in flash.

${ruleTable(byRule)}

## By module

*Code* is what classes, functions and tables take. Their text stays in flash. *Objects* are the instances of the
module's classes, and what only they hold.

| module | code | objects | together |
|---|---:|---:|---:|
${entries.map(([module, share]) => `| \`${module}\` | ${share.code} | ${share.objects} | ${share.code + share.objects} |`).join('\n')}
| timers, listeners, socket, guard, and the empty interpreter | | | ${variables.settled - code - objects} |
| all, settled | ${code} | ${objects} | ${variables.settled} |
`
}
