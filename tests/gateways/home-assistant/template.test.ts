import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderTemplate } from '../../../gateways/home-assistant/template.ts'

const MESSAGE = { co2: 812, temperature: 21.44, humidity: null, probes: { '28139bbb0b00001f': 20.81 }, alerts: ['co2'], quiet: [], time: '2026-01-31T18:04:05.000Z', uptime: 3_605_000 }

describe('a template', () => {
  it.each([
    ['{{ value_json.co2 }}', '812'],
    ['{{ value_json.temperature }}', '21.44'],
    ['{{ value_json.humidity }}', 'None'],
    ['{{ value_json.probes.get(\'28139bbb0b00001f\') }}', '20.81'],
    ['{{ value_json.get(\'probes\', {}).get(\'28139bbb0b00001f\') }}', '20.81'],
    ['{{ \'ON\' if \'co2\' in value_json.alerts else \'OFF\' }}', 'ON'],
    ['{{ \'ON\' if \'drift\' in value_json.get(\'alerts\', []) else \'OFF\' }}', 'OFF'],
    ['{{ \'ON\' if value_json.quiet else \'OFF\' }}', 'OFF'],
    ['{{ as_timestamp(value_json.time) - value_json.uptime / 1000 - 1 }}', '1769879039'],
    ['{{ value_json.co2 // 100 * 100 }}', '800'],
    ['{{ (as_timestamp(value_json.time) // 60 * 60) | timestamp_utc }}', '2026-01-31T18:04:00+00:00'],
    ['{{ as_timestamp(value_json.humidity) if value_json.humidity else None }}', 'None']
  ])('%s makes %s', (template, text) => {
    expect(renderTemplate(template, MESSAGE)).toBe(text)
  })

  it.each([
    ['value_json.co2', 'not one "{{ expression }}"'],
    ['{{ value_json.co2 }} ppm', 'not one "{{ expression }}"'],
    ['{{ value_json.co2 }}{{ value_json.co2 }}', 'not one "{{ expression }}"'],
    ['{{ value_json.pm25 }}', 'the message has no pm25'],
    ['{{ value_json.probes.get(\'2839386a0d000044\', None) }}', 'the message has no 2839386a0d000044'],
    ['{{ value_json.co2.value }}', 'the message has no value'],
    ['{{ value_json.constructor }}', 'the message has no constructor'],
    ['{{ value_json.get(co2) }}', '"co2" is not expected there'],
    ['{{ value_json.co2 value_json.co2 }}', '"value_json" is not expected there'],
    ['{{ states(\'sensor.other\') }}', '"states" is not expected there'],
    ['{{ value_json.co2 | float }}', '"float" is not expected there'],
    ['{{ (value_json.co2 }}', '"its end" is not expected there'],
    ['{{ value_json.co2 + 1 }}', '"+ 1"'],
    ['{{ \'a\' in value_json.co2 }}', '"in" needs a list'],
    ['{{ value_json.humidity * 2 }}', 'None is no number'],
    ['{{ as_timestamp(value_json.humidity) }}', 'as_timestamp takes a time']
  ])('%s is refused', (template, reason) => {
    expect(() => renderTemplate(template, MESSAGE)).toThrow(reason)
  })

  it('ends with a text or a refusal, whatever it is made of', () => {
    const piece = fc.constantFrom('value_json', '.', 'co2', '.get(', '\'co2\'', ')', '(', '|', 'timestamp_utc', 'if', 'else', 'in', '-', '/', '//', '*', '7', '[]', '{}', 'None', 'as_timestamp(', ',')
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
      try {
        expect(renderTemplate(`{{ ${pieces.join(' ')} }}`, MESSAGE)).toBeTypeOf('string')
      } catch (error) {
        expect((error as Error).message).toMatch(/not expected there|no template of ours|the message has no|no number|needs a list|takes a time|not one|Invalid time/)
      }
    }), { numRuns: 2000 })
  })
})
