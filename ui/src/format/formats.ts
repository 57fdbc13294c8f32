import type { KpiUnit, Language } from '@/api/types'

export type Amount = number | string | null | undefined

const memory = new Map<string, Formats>()
const toNumber = (value: Amount) => (value === null || value === undefined || value === '' ? Number.NaN : Number(value))
const dash = '–'

function build(language: Language, hubCurrency: string) {
  const locale = language === 'ja' ? 'ja-JP' : 'en-GB'
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const short = new Intl.NumberFormat(language, { notation: 'compact', maximumSignificantDigits: 3 })
  const share = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const plainDay = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' })
  const localDay = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric' })
  const dayMonth = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', timeZone: 'UTC' })
  const clock = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const hours = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const currencies = new Map<string, Intl.NumberFormat>()

  const say = (format: Intl.NumberFormat) => (value: Amount) => {
    const n = toNumber(value)
    return Number.isFinite(n) ? format.format(n) : dash
  }
  const valid = (text: string | null | undefined) => {
    const time = text ? new Date(text) : null
    return time && !Number.isNaN(time.getTime()) ? time : null
  }
  const number = say(whole)

  function money(value: Amount, currency = hubCurrency, digits?: number): string {
    const key = `${currency}/${digits ?? ''}`
    let format = currencies.get(key)
    if (!format) {
      const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const
      const places = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits }
      format = new Intl.NumberFormat(locale, { ...style, ...places })
      currencies.set(key, format)
    }
    // Japanese locales write the full-width yen sign; one sign everywhere keeps columns of amounts in line.
    return say(format)(value).replace('￥', '¥')
  }

  const signed = (text: string, value: number) => (value > 0 ? `+${text}` : text.replace('-', '−'))
  const fixed = (value: number, digits: number) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)

  return {
    number,
    compact: say(short),
    percent: say(share),
    money,
    /** A whole number as it is; of others, two places. */
    short: (value: number) => (Number.isInteger(value) ? whole.format(value) : fixed(value, Math.abs(value) < 1 ? 3 : 2).replace(/0+$/, '')),
    decimal: (value: Amount, digits = 2) => (Number.isFinite(toNumber(value)) ? fixed(toNumber(value), digits) : dash),
    /** A difference of shares, in percentage points with its sign: +0.77 pt. */
    points: (value: number) => signed(`${fixed(value * 100, 2)} pt`, value),
    signedMoney: (value: number, currency?: string) => signed(money(value, currency, 2), value),
    signedPercent: (value: number) => signed(share.format(value), value),
    unit: (value: Amount, unit: KpiUnit, currency?: string) =>
      unit === 'money' ? money(value, currency, Math.abs(toNumber(value)) >= 1000 ? 0 : 2) : number(value),
    /** A calendar date (2026-11-22) or an instant; dates are not moved by the reader's time zone. */
    day: (text: string | null | undefined) => {
      const time = valid(text)
      if (!time || !text) return dash
      return (text.length <= 10 ? plainDay : localDay).format(time)
    },
    dayMonth: (text: string) => (valid(text) ? dayMonth.format(valid(text) as Date) : dash),
    time: (text: string | null | undefined) => (valid(text) ? clock.format(valid(text) as Date) : dash),
    clock: (text: string) => (valid(text) ? hours.format(valid(text) as Date) : dash),
    ago: (text: string | null | undefined, now: Date) => {
      const time = valid(text)
      if (!time) return dash
      const seconds = (time.getTime() - now.getTime()) / 1000
      const steps: [number, Intl.RelativeTimeFormatUnit][] = [[60, 'second'], [60, 'minute'], [24, 'hour'], [30, 'day'], [12, 'month']]
      let value = seconds
      for (const [size, unit] of steps) {
        if (Math.abs(value) < size) return relative.format(Math.round(value), unit)
        value /= size
      }
      return relative.format(Math.round(value), 'year')
    },
  }
}

export type Formats = ReturnType<typeof build>

/** Numbers and dates of one language; amounts without a currency of their own are in the hub's. */
export function formats(language: Language, hubCurrency = 'JPY'): Formats {
  const key = `${language}/${hubCurrency}`
  let known = memory.get(key)
  if (!known) {
    known = build(language, hubCurrency)
    memory.set(key, known)
  }
  return known
}
