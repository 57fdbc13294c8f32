/** The upbeat: the hand goes up, and all start as one. */
export function Brand({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <path d="M5 24C10 24 10.5 9 16 9s6 15 11 15" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />
      <circle cx="16" cy="9" r="3.8" fill="currentColor" />
    </svg>
  )
}
