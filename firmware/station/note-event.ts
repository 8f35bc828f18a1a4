import type { Bytes } from '../../drivers/hal/bytes.ts'
import { LOG } from './announcements.ts'
import type { StationRecord } from './station-record.ts'

/** Notes an event in the black box, and publishes it. `keep` as in `NodeFacts`. */
export function noteEvent(station: StationRecord, event: Bytes, keep: number): void {
  station.facts.note(Math.floor(station.clock.now() / 1000), event, keep)
  station.due |= LOG
}
