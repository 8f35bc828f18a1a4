import type { Pin as Output } from '../../drivers/hal/pin.ts'

declare const Pin: new (name: string) => Output

/** An output by its name, 'D25': Espruino's own object, which makes an output of the pin with the first `write`. */
export function espruinoPin(name: string): Output {
  return new Pin(name)
}
