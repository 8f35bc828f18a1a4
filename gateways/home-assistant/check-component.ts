import { NUMERIC_CLASSES, SENSOR_CLASSES } from './device-classes.ts'
import type { Component } from './discovery-schema.ts'
import type { Value } from './template-functions.ts'
import { renderTemplate } from './template.ts'

/** A number, or what Home Assistant takes for an unknown value. */
const NUMBER = /^(-?\d+(\.\d+)?|None)$/
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)|None)$/

/**
 * What is wrong with a component that has all it inherits: rules that concern several of its keys. `published` has each topic of the node, with a message
 * where it is one of values; `device` is how its unique id has to begin.
 */
export function checkComponent(component: Component, device: string, published: Map<string, Value>): string[] {
  return [
    ...checkIds(component, device),
    ...checkAvailability(component, published),
    ...component.platform === 'sensor' ? checkUnits(component) : [],
    ...checkValue(component, published)
  ]
}

function checkIds({ platform, unique_id, default_entity_id }: Component, device: string): string[] {
  const problems: string[] = []
  if (!unique_id.startsWith(`${device}_`)) problems.push(`unique_id ${unique_id} does not begin with ${device}_`)
  const [domain, id = ''] = default_entity_id.split('.')
  if (domain !== platform || !/^[a-z0-9_]+$/.test(id) || default_entity_id.split('.').length !== 2) problems.push(`default_entity_id ${default_entity_id} is not ${platform}. and a name of a-z, 0-9 and _`)
  return problems
}

function checkAvailability(component: Component, published: Map<string, Value>): string[] {
  const { availability, availability_topic } = component
  if (availability && availability_topic !== undefined) return ['availability and availability_topic exclude each other']
  const topics = [...(availability ?? []).map(({ topic }) => topic), ...availability_topic === undefined ? [] : [availability_topic]]
  if (topics.length === 0) return ['nothing says when it is available']
  return topics.filter(topic => !published.has(topic)).map(topic => `the node does not publish ${topic}`)
}

type Sensor = Extract<Component, { platform: 'sensor' }>

function checkUnits({ device_class, unit_of_measurement: unit, state_class, suggested_display_precision: precision }: Sensor): string[] {
  if (device_class === undefined) return ['a sensor of ours has a device class']
  if (!NUMERIC_CLASSES.includes(device_class)) {
    return [unit, state_class, precision].every(given => given === undefined) ? [] : [`device class ${device_class} is no number, so it has no unit, state class or precision`]
  }
  const units = SENSOR_CLASSES[device_class]
  const problems = units.includes(unit ?? '') ? [] : [`unit ${unit ?? '(none)'} is not one of device class ${device_class}: ${units.join(', ')}`]
  if ((state_class ?? 'measurement') !== 'measurement') problems.push(`a ${device_class} is not added up: its state class is measurement`)
  return problems
}

function checkValue(component: Component, published: Map<string, Value>): string[] {
  const { state_topic, value_template } = component
  if (state_topic === undefined) return ['neither it nor the root has a state_topic']
  if (!published.has(state_topic)) return [`the node does not publish ${state_topic}`]
  try {
    const value = renderTemplate(value_template, published.get(state_topic) ?? null)
    return isOf(component, value) ? [] : [`its template makes "${value}" of a message, which is no value of such a component`]
  } catch (error) {
    return [`its template ${value_template}: ${(error as Error).message}`]
  }
}

function isOf(component: Component, value: string): boolean {
  if (component.platform === 'binary_sensor') return [component.payload_on ?? 'ON', component.payload_off ?? 'OFF'].includes(value)
  return (component.device_class === 'timestamp' ? TIME : NUMBER).test(value)
}
