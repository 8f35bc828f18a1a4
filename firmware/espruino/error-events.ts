// The interpreter's own troubles. Not in the composition root: a listener keeps alive all that is declared around it.

import type { Station } from '../station/station.ts'

declare function print(text: string): void
declare const E: { getErrorFlags(): string[] }
// The class itself: of a type written here the build would not know that its methods are in use, and drop them.
declare const global: { station?: Station }

/** Runs when the interpreter has raised a flag that was down, so it is taken down again. */
export function onErrorFlag(flags: string[]): void {
  const station = global.station
  E.getErrorFlags()
  if (station) station.flagged(flags)
}

/** The interpreter prints no exception once a listener is there, so this does. `error` is the thrown value, whose text is enough. */
export function onUncaught(error: string): void {
  const station = global.station
  print('Uncaught ' + error)
  // The beat may be what has failed.
  if (station) station.trouble('uncaught ' + ('' + error).slice(0, 80))
}
