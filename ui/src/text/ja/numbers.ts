export const count = new Intl.NumberFormat('ja')
export const peopleCount = (n: number) => `${count.format(n)}人`
