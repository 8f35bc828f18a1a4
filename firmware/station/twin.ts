import type { Bytes } from '../../drivers/hal/bytes.ts'
import { STATUS_ONLINE } from '../../contract/status-word.ts'
import { BIRTH, INFO } from './announcements.ts'
import { NEVER } from './node-facts.ts'
import { noteEvent } from './note-event.ts'
import { CONTRADICTED, FOREIGN_INFO, INFO_TOLD, INFO_UNTOLD, type StationRecord } from './station-record.ts'

/** ms without new evidence after which a twin counts as gone. */
const TWIN_MEMORY = 300000

/**
 * Somebody has published on our `status`: a will of an earlier connection, a twin, or a hand that has cleared it. Whatever is not what we say is
 * contradicted. What the broker has kept is not: our birth follows the subscription anyway.
 */
export function hearStatus(station: StationRecord, payload: Bytes, retained: boolean): void {
  if (payload === STATUS_ONLINE || retained || station.done) return
  station.marks |= CONTRADICTED
  station.due |= BIRTH
}

/**
 * Somebody has published our `info`. Another start than ours is a twin where it speaks while we are heard: it shares our name. It is one too where the
 * broker has kept its `info` twice, though ours had arrived in between: it shares our client identifier, so it speaks while we are thrown out. Once may be
 * a broker that has found an old one on its disk. An `info` that was cleared is published again. One that was overwritten is not: two nodes would do so for ever.
 */
export function hearInfo(station: StationRecord, payload: Bytes, retained: boolean): void {
  if (payload.startsWith(station.infoHead)) {
    if (retained) station.marks &= ~FOREIGN_INFO
    return
  }
  if (payload === '') {
    station.due |= INFO & ~station.banned
    return
  }
  if (retained ? station.infoTold === INFO_UNTOLD : station.infoTold !== INFO_TOLD) return
  if (!retained || station.marks & FOREIGN_INFO) {
    if (!station.twinUntil) noteEvent(station, 'twin', NEVER)
    station.twinUntil = station.clock.now() + TWIN_MEMORY
  }
  station.marks |= FOREIGN_INFO
}
