const paths = {
  search: 'M7 12a5 5 0 1 1 0-10 5 5 0 0 1 0 10Zm3.6-1.4L14 14',
  menu: 'M2 4h12M2 8h12M2 12h12',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  plus: 'M8 3v10M3 8h10',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  check: 'M3 8.5l3.2 3L13 4.5',
  alert: 'M8 2.2L14.5 13.5h-13L8 2.2ZM8 6.5v3.2M8 11.6v.2',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.4v3.4M8 5.2v.2',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  mail: 'M1.8 3.5h12.4v9H1.8zM2 4l6 5 6-5',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.6V8l2.3 1.6',
  branch: 'M3 8h3.5M6.5 8L10 4h3M6.5 8L10 12h3',
  split: 'M2 8h4M6 8c3 0 3-4 7-4M6 8c3 0 3 4 7 4M6 8h7',
  flag: 'M4 14V2.5M4 3h8l-2 2.8L12 8.5H4',
  door: 'M6.5 2.5H13v11H6.5M2 8h7M6.5 5.5L9 8l-2.5 2.5',
  eye: 'M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8ZM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z',
  right: 'M6 3.5L10.5 8 6 12.5',
  up: 'M3.5 10L8 5.5l4.5 4.5',
  down: 'M3.5 6L8 10.5 12.5 6',
  file: 'M4 1.8h5.2L12.5 5v9.2H4zM9 2v3.2h3.3',
  person: 'M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8ZM2.8 13.8c.6-2.8 2.7-4 5.2-4s4.6 1.2 5.2 4',
} as const

export type IconName = keyof typeof paths

/** Line icons on a 16-px grid, in the colour of the text beside them. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  )
}
