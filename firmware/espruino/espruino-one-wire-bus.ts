import type { OneWireBus } from '../../drivers/hal/one-wire-bus.ts'

declare const OneWire: new (pin: string) => OneWireBus

/** A bit-banged 1-Wire bus: Espruino's own object has the very methods, so nothing stands in between. */
export function espruinoOneWireBus(pin: string): OneWireBus {
  return new OneWire(pin)
}
