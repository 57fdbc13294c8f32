export const plural = (n: number, one: string, many: string) => (n === 1 ? one : many)
export const count = new Intl.NumberFormat('en')
export const peopleCount = (n: number) => `${count.format(n)} ${plural(n, 'person', 'people')}`
