// Winsen MH-Z19 family: what was chosen before the start is told to a part that has warmed up.
import { OK, WARMING } from '../hal/status.ts'
import { type Evidence, NEW } from './mh-z19-judge.ts'
import { ABC, type MhZ19Driver, RANGE, RANGE_UNASKED, send, UNASKED } from './mh-z19-settings.ts'

/** The driver as this function sees it. */
export interface ChosenDriver extends MhZ19Driver {
  readonly evidence: Evidence
  range?: number
}

/**
 * A part that tells another range or ABC than was chosen, or tells none, is told; then it is asked again before its first value. Its range only once in a start of
 * the node: it may restart, and that for ever. Returns `verdict`, or what has become of it.
 */
export function tellChosen(driver: ChosenDriver, verdict: number): number {
  const evidence = driver.evidence
  const range = driver.range
  const abc = driver.abc
  delete driver.range
  if (range && range !== evidence.top) {
    send(driver, RANGE, range)
    evidence.life = NEW
  } else if (abc < 0 || abc === evidence.abc) return verdict
  else send(driver, ABC, abc)
  evidence.top = RANGE_UNASKED
  evidence.abc = UNASKED
  return verdict === OK ? WARMING : verdict
}
