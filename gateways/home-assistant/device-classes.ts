/**
 * The device classes that our components use, with the units that Home Assistant takes for each, by its documentation of sensors.
 * A class without units is one for which a unit is refused.
 */
export const SENSOR_CLASSES: Record<string, string[]> = {
  carbon_dioxide: ['ppm'],
  temperature: ['°C', '°F', 'K'],
  humidity: ['%'],
  signal_strength: ['dB', 'dBm'],
  timestamp: []
}

export const BINARY_SENSOR_CLASSES = ['problem', 'connectivity']

/** Device classes whose value is a number, so that statistics may be kept of it. */
export const NUMERIC_CLASSES = ['carbon_dioxide', 'temperature', 'humidity', 'signal_strength']
