import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { ConnectSettings } from '../../firmware/mqtt/packet-writer.ts'
import { Session } from '../../firmware/mqtt/session.ts'
import { closed, end } from '../../firmware/mqtt/session-end.ts'
import { DISCARDED, RESUMED } from '../../firmware/mqtt/session-record.ts'
import { STOPPED } from '../../firmware/mqtt/disconnect-reason.ts'
import { LINK_SETTINGS, RecordingListener } from './mqtt-link.ts'

const CONNACK = '\x20\x02\0\0'
const CONNACK_PRESENT = '\x20\x02\x01\0'

/** A session without network or clock, and what it told. */
export class OpenSession {
  readonly listener = new RecordingListener()
  readonly session: Session
  /** What the session had to send again, for each connection. */
  readonly again: Bytes[] = []

  constructor(settings: Partial<ConnectSettings> = {}) {
    this.session = new Session({ ...LINK_SETTINGS, ...settings }, {
      onAccepted: (outcome, again) => {
        if (outcome === DISCARDED) {
          end(this.session, STOPPED)
          return
        }
        this.again.push(again)
        this.listener.onConnected(outcome === RESUMED)
      }
    }, this.listener)
  }

  /** A link that is accepted; returns the CONNECT. */
  connect(now = 0, present = false): Bytes {
    const connect = this.session.opened(now)
    this.session.received(present ? CONNACK_PRESENT : CONNACK, now)
    return connect
  }

  /** A kept session, past the link that clears up. */
  static kept(settings: Partial<ConnectSettings> = {}): OpenSession {
    const open = new OpenSession({ ...settings, cleanSession: false })
    open.connect()
    closed(open.session, 0)
    open.connect()
    return open
  }

  static clean(settings: Partial<ConnectSettings> = {}): OpenSession {
    const open = new OpenSession(settings)
    open.connect()
    return open
  }
}
