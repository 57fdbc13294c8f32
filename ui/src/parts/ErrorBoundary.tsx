import { Component, type ReactNode } from 'react'
import { ErrorNote } from './ErrorNote'

/** A page that cannot be drawn takes nothing else with it. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return (
      <div className="page">
        <ErrorNote error={this.state.error} crash />
      </div>
    )
  }
}
