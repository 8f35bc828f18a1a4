import type { Bytes } from '../drivers/hal/bytes.ts'

/** An application message as it came in; `client` is empty for those that the program itself published. */
export interface BrokerMessage {
  topic: string
  payload: Bytes
  qos: number
  retain: boolean
  client: string
  /** The number of the session it came through; none for wills. */
  session?: number
  /** Marked as one that may have come before. */
  repeated?: boolean
}
