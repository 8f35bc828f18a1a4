import type { Share } from './heap.ts'

export interface MemoryReport {
  variables: { total: number; loaded: number; settled: number; peak: number; settledInOutage: number; peakInOutage: number }
  /** What the node was doing at the peak. */
  peakAt: string
  /** Of all these figures, what an interpreter without any program has in use. */
  empty: number
  byModule: Record<string, Share>
  /** Of `dist/firmware.min.js`. */
  bundleBytes: number
}

/** docs/memory-budget.md. */
export function memoryBudget({ variables, peakAt, empty, byModule, bundleBytes }: MemoryReport): string {
  const entries = Object.entries(byModule)
  const code = entries.reduce((sum, [, share]) => sum + share.code, 0)
  const objects = entries.reduce((sum, [, share]) => sum + share.objects, 0)
  return `# Memory budget

Made by \`npm run bench:device -- --write\`; do not edit. The unit is the interpreter's variable of 14 bytes, of which an
ESP32 has some thousands. The node is to settle at 1600 or less, the ring of its backlog included, and never to
need more than 2200.

While no sample waits the backlog takes only what is known of it. The last two rows are those of a node that loses its broker for
a minute, then gets it back and sends what it has: its ring of 64 samples takes its whole room with the first one. Flash is not in use there.

Measured on Espruino 2v29 for Linux, built with the ESP32's variables: the flashed scripts, with one call added
where the application's declarations end, started from Storage, with one SCD30, one MH-Z19, three DS18B20 and a broker.
Every look collects garbage first. What the emulated wires and the meter take is measured without the node, and taken off.

| | variables |
|---|---:|
| empty interpreter | ${empty} |
| loaded: all declared, nothing started | ${variables.loaded} |
| settled: a minute after the start, between samples | ${variables.settled} |
| peak (${peakAt}) | ${variables.peak} |
| in an outage, with the ring, between samples | ${variables.settledInOutage} |
| peak in an outage and while what was kept is sent | ${variables.peakInOutage} |

The application has ${bundleBytes} bytes, which stay in flash.

## By module

*Code* is what classes, functions and tables take, whose text stays in flash. *Objects* are the instances of the
module's classes and what only they hold.

| module | code | objects | together |
|---|---:|---:|---:|
${entries.map(([module, share]) => `| \`${module}\` | ${share.code} | ${share.objects} | ${share.code + share.objects} |`).join('\n')}
| timers, listeners, socket, guard, and the empty interpreter | | | ${variables.settled - code - objects} |
| all, settled | ${code} | ${objects} | ${variables.settled} |
`
}
