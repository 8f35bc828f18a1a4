/**
 * CRC-8 of one 16-bit word as Sensirion's sensors compute it: polynomial 31, initial FF, not reflected, no final XOR
 * (SCD30 interface description 1.0, 1.1.3). BEEF gives 92.
 */
export function sensirionCrc8(word: number): number {
  // Division by multiplication, without table or loop: with s for a shift to the right the polynomial is
  // 1 + y, y = s^3 + s^4 + s^8, and its inverse up to s^15 is (1 + y)(1 + y^2)(1 + y^4).
  let quotient = word ^ 0xff00
  quotient ^= quotient >> 3 ^ quotient >> 4 ^ quotient >> 8
  quotient ^= quotient >> 6 ^ quotient >> 8
  quotient ^= quotient >> 12
  return (quotient ^ quotient << 4 ^ quotient << 5) & 255
}
