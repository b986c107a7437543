/** Two who talk. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden className={className}>
      <path
        d="M10 15.5h4.6a5.4 5.4 0 0 0 5.4-5.4V8.3a3.6 3.6 0 0 1 2 3.3v2.9a3.5 3.5 0 0 1-1 2.45v3.9c0 .9-1 1.4-1.7.9L16 19h-2.5a3.5 3.5 0 0 1-3.5-3.5Z"
        className="fill-signal"
      />
      <path
        d="M3 5.5A3.5 3.5 0 0 1 6.5 2h7A3.5 3.5 0 0 1 17 5.5v3A3.5 3.5 0 0 1 13.5 12H9l-4.2 3.1c-.7.5-1.8 0-1.8-.9Z"
        className="fill-accent"
      />
    </svg>
  )
}
