/** What is known of the latest good values of one quantity, in its own unit. */
export interface Statistics {
  /** How many values stand behind the rest. */
  count: number
  mean: number
  min: number
  max: number
  /** Standard deviation of the sample; 0 for one value. */
  deviation: number
  median: number
  /** Standard deviations between the latest value and the mean of those before it; null where there are too few. */
  z: number | null
  /** How far the latest value is from a short forecast, in robust standard deviations (1.4826 x MAD) of what earlier forecasts left; null where there are too few. */
  surprise: number | null
}

/** Fewer values say nothing of what is usual. */
const LEAST = 10
/** Values that a forecast extends by one. */
const FORECAST_FROM = 5
/** From MAD to standard deviation, where the errors are normal. */
const ROBUST = 1.4826

/** Rolling mean, minimum, maximum, standard deviation, z-score, and median and MAD of what a short forecast leaves. */
export class RollingStatistics {
  private readonly size: number
  /** The smallest step that the values are known to come in. */
  private step: number
  private known = false
  private readonly values: number[] = []
  private readonly residuals: number[] = []
  private recent: number[] = []

  /**
   * Over the latest `size` values. A spread below the step in which the values come is taken for that step: the smallest that has been seen, and before there was
   * one `resolution`. Otherwise each step of a coarse sensor would be an anomaly.
   */
  constructor(size: number, resolution: number) {
    this.size = size
    this.step = resolution
  }

  /** Takes the next good value. */
  add(value: number): Statistics {
    this.learnStep(value)
    const before = this.values.length >= LEAST ? spread(this.values) : undefined
    const surprise = this.surprise(value)
    push(this.values, value, this.size)
    push(this.recent, value, FORECAST_FROM)
    const { mean, deviation } = spread(this.values)
    return {
      count: this.values.length,
      mean,
      min: Math.min(...this.values),
      max: Math.max(...this.values),
      deviation,
      median: median(this.values),
      z: before ? (value - before.mean) / Math.max(before.deviation, this.step) : null,
      surprise
    }
  }

  /** Samples are missing, or are not good: nothing is forecast across them. After as many as the window holds, all begins anew. */
  breakOff(missing: number): void {
    this.recent = []
    if (missing < this.size) return
    this.values.length = 0
    this.residuals.length = 0
  }

  private learnStep(value: number): void {
    const step = Math.abs(value - (this.values.at(-1) ?? value))
    if (step === 0) return
    this.step = this.known ? Math.min(this.step, step) : Math.max(this.step, step)
    this.known = true
  }

  private surprise(value: number): number | null {
    if (this.recent.length < FORECAST_FROM) return null
    const residual = value - extended(this.recent)
    const known = this.residuals.length >= LEAST
    const centre = known ? median(this.residuals) : 0
    const scale = Math.max(ROBUST * median(this.residuals.map(one => Math.abs(one - centre))), this.step)
    push(this.residuals, residual, this.size)
    return known ? (residual - centre) / scale : null
  }
}

function push(list: number[], value: number, most: number): void {
  list.push(value)
  if (list.length > most) list.shift()
}

function spread(values: readonly number[]): { mean: number, deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, deviation: values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)) }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length === 0 ? 0 : sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The line of least squares through equally spaced values, one step further. */
function extended(values: readonly number[]): number {
  const centre = (values.length - 1) / 2
  const { mean } = spread(values)
  let product = 0
  let square = 0
  values.forEach((value, at) => {
    product += (at - centre) * (value - mean)
    square += (at - centre) ** 2
  })
  return mean + product / square * (values.length - centre)
}
