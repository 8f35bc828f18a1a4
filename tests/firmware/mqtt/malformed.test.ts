import { describe, expect, it } from 'vitest'
import { CONNECTED } from '../../../firmware/mqtt/session-state.ts'
import { Session } from '../../../firmware/mqtt/session.ts'
import { LINK_SETTINGS, RecordingListener } from '../../support/mqtt-link.ts'

describe('F09 a length field of more bytes than it needs', () => {
  it('does not hinder a PUBACK, alone or among others', () => {
    for (const length of ['\x82\0', '\x82\x80\0', '\x82\x80\x80\0']) {
      for (const behind of ['', '\xd0\0']) {
        const listener = new RecordingListener()
        const session = new Session(LINK_SETTINGS, { onAccepted: () => {} }, listener)
        session.opened(0)
        session.received('\x20\x02\0\0', 0)
        session.publish('t', 'x', 1, false, 0)
        expect([session.received('\x40' + length + '\0\x01' + behind, 0), session.state, listener.acknowledged]).toEqual(['', CONNECTED, [1]])
      }
    }
  })
})
