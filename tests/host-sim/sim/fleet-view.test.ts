import { describe, expect, it } from 'vitest'
import { eventLine } from '../../../host-sim/sim/event-line.ts'
import { FleetView } from '../../../host-sim/sim/fleet-view.ts'

const STATE = {
  node: 'a1b2c3', location: 'bedroom', boot: 17, seq: 4211, time: null, uptime: 86400123, co2: 812, temperature: null, humidity: 45.1,
  probes: { '28139bbb0b00001f': 20.81 }, quality: { 'co2': 'ok', 'temperature': 'warming', 'humidity': 'ok', '28139bbb0b00001f': 'ok' }
}

function view(): FleetView {
  return new FleetView([{ node: 'a1b2c3', location: 'bedroom' }], () => new Date(0))
}

function hear(fleet: FleetView, topic: string, payload: string): string {
  const event = fleet.message(`breva/a1b2c3/${topic}`, Buffer.from(payload))
  return event ? eventLine(event) : ''
}

describe('FleetView', () => {
  it('shows the last state and counts them', () => {
    const fleet = view()
    expect(hear(fleet, 'state', JSON.stringify(STATE))).toBe('1970-01-01T00:00:00.000Z a1b2c3 state seq=4211 co2=812 temperature=warming humidity=45.1 28139bbb0b00001f=20.81')
    expect(fleet.nodes[0]).toMatchObject({ states: 1, messages: 1, state: { co2: 812 } })
  })

  it('tells a birth and a will once each, however often they are repeated', () => {
    const fleet = view()
    expect(['online', 'online', 'offline', 'offline'].map(payload => hear(fleet, 'status', payload).slice(25))).toEqual(['a1b2c3 online', '', 'a1b2c3 offline', ''])
  })

  it('tells when a sensor goes', () => {
    const fleet = view()
    expect(hear(fleet, 'sensor/scd30/status', 'offline')).toContain('sensor scd30 offline')
    expect(fleet.nodes[0].sensors.get('scd30')).toBe('offline')
  })

  it.each([
    ['state', 'not JSON'],
    ['state', '{"node":"a1b2c3"}'],
    ['state', JSON.stringify({ ...STATE, quality: { co2: 'great' } })],
    ['state', JSON.stringify({ ...STATE, location: 'x'.repeat(17000) })],
    ['status', 'maybe'],
    ['sensor/scd30/status', '']
  ])('calls a wrong %s message invalid instead of showing it', (topic, payload) => {
    const fleet = view()
    expect(hear(fleet, topic, payload)).toContain('invalid message')
    expect(fleet.nodes[0]).toMatchObject({ invalid: 1, states: 0, state: undefined, link: 'starting' })
  })

  it('ignores the topics of others', () => {
    const fleet = view()
    expect(fleet.message('breva/other/status', Buffer.from('online'))).toBeUndefined()
    expect(fleet.message('breva', Buffer.from(''))).toBeUndefined()
    expect(fleet.total('messages')).toBe(0)
  })

  it('lets no control character of a node through to a terminal', () => {
    const fleet = view()
    const line = hear(fleet, 'state', JSON.stringify({ ...STATE, quality: { '\u001b[2J\u009b': 'ok' } }))
    expect(line).toContain('?[2J?')
  })
})
