import { Component, type ReactNode } from 'react';
import { onReturn } from '../api/reach';

interface Shown {
  /** Where this is; somewhere else it is tried anew. */
  at: unknown;
  /** What stands here where it cannot be shown. */
  instead: (error: unknown) => ReactNode;
  /** The server answers again, which may have been all that was missing. */
  returned: () => void;
  children: ReactNode;
}

/** What is shown where a part of a page cannot be: its script could not be loaded, or it has a fault. */
export class Boundary extends Component<Shown, { error: unknown }> {
  override state: { error: unknown } = { error: null };
  private forget: () => void = () => undefined;

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidMount() {
    this.forget = onReturn(() => this.state.error !== null && this.props.returned());
  }

  override componentDidUpdate(before: Shown) {
    if (before.at !== this.props.at && this.state.error !== null) {
      this.setState({ error: null });
    }
  }

  override componentWillUnmount() {
    this.forget();
  }

  override render() {
    const { error } = this.state;
    return error === null ? this.props.children : this.props.instead(error);
  }
}
