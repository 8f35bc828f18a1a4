/** Scratchpads as DS18B20 parts send them (TH, TL = 4B 46 where they are the genuine part's). */
export const SCRATCHPADS: { name: string, bytes: string, temperature: number }[] = [
  { name: '+125', bytes: 'D0 07 4B 46 7F FF 10 10 55', temperature: 125 },
  { name: '-0.5', bytes: 'F8 FF 4B 46 7F FF 08 10 F8', temperature: -0.5 },
  { name: '+85 after a conversion', bytes: '50 05 4B 46 7F FF 10 10 BD', temperature: 85 },
  { name: '-55', bytes: '90 FC 4B 46 7F FF 10 10 EE', temperature: -55 },
  { name: '+25.0625', bytes: '91 01 4B 46 7F FF 0F 10 25', temperature: 25.0625 },
  { name: 'a true zero', bytes: '00 00 4B 46 7F FF 10 10 69', temperature: 0 },
  { name: '+0.5', bytes: '08 00 4B 46 7F FF 08 10 D9', temperature: 0.5 },
  { name: '25.0 at 9 bits', bytes: '90 01 4B 46 1F FF 0F 10 F6', temperature: 25 }
]

/** A genuine part that has not converted since power came. */
export const POWER_ON = '50 05 4B 46 7F FF 0C 10 1C'

export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text.split(' ').map(byte => parseInt(byte, 16)))
}
