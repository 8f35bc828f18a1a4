import { describe, expect, it } from 'vitest'
import { logFilters, saidLines } from '../../../tools/logs/said-line.ts'

describe('what a node says', () => {
  it('is asked for by its name', () => {
    expect(logFilters('breva', 'a1')).toEqual(['breva/a1/log/+', 'breva/a1/info', 'breva/a1/health', 'breva/a1/status', 'breva/a1/sensor/+/status'])
  })

  it('is asked for and told below any root', () => {
    expect(logFilters('home/sensors', 'a1')[1]).toBe('home/sensors/a1/info')
    expect(saidLines('home/sensors', 'T', 'home/sensors/a1/sensor/scd30/status', 'online', false)).toEqual(['T sensor scd30 status  online'])
  })

  it('is a line for each line of text, and JSON as words', () => {
    expect(saidLines('breva', 'T', 'breva/a1/log/info', '17 0 start power-on\n17 9 link up\n', false)).toEqual(['T log info  17 0 start power-on', 'T log info  17 9 link up'])
    expect(saidLines('breva', 'T', 'breva/a1/health', '{"rssi":-61,"flash":true,"drops":{"overflow":0},"model":"x"}', false)).toEqual(['T health  rssi=-61 flash=true drops={"overflow":0} model=x'])
    expect(saidLines('breva', 'T', 'breva/a1/status', 'online', true)).toEqual(['T status (retained)  online'])
  })

  it('moves no cursor, and fills no screen', () => {
    expect(saidLines('breva', 'T', 'breva/a1/log/\u001b[2J', '\u001b[2J{', false)).toEqual(['T log ?[2J  ?[2J{'])
    expect(saidLines('breva', 'T', 'breva/a1/log/info', 'x'.repeat(20_000), false)[0].length).toBeLessThan(100)
  })
})
