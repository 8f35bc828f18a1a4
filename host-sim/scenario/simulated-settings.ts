import type { BrokerSettings, NodeSettings, SensorSettings } from '../../contract/settings.ts'
import { TOPIC_ROOT } from '../../contract/topics.ts'
import type { NodePlan } from './node-plan.ts'
import { sensorKind } from './sensor-kinds.ts'

/** A broker's settings, of which those that nobody names have their defaults. */
export type SimulatedBroker = Omit<BrokerSettings, keyof typeof BROKER_DEFAULTS> & Partial<BrokerSettings>

const BROKER_DEFAULTS = { maxQos: 2, qos: 1, root: TOPIC_ROOT } satisfies Partial<BrokerSettings>

/** The settings of a simulated node: the pins of the wiring diagram, for the sensors that the plan has; `switched`: and each with a switch in its supply. */
export function simulatedSettings(plan: NodePlan, broker: SimulatedBroker, switched = false): NodeSettings {
  const sensors: SensorSettings = {}
  for (const { part } of plan.sensors) {
    const { pins, supply } = sensorKind(part)
    Object.assign(sensors, { [part]: { ...pins, ...switched ? supply : {} } })
  }
  return {
    node: plan.id,
    location: plan.location,
    period: plan.period,
    wifi: { network: 'breva-simulated', password: '' },
    broker: { ...BROKER_DEFAULTS, ...broker },
    backlog: { samples: 64, overflow: 'oldest' },
    sensors
  }
}
