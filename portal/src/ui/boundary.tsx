import { Component, type ReactNode } from 'react';
import { Failure, NotReached } from './states';

interface Shown {
  /** Where this is; somewhere else it is tried anew. */
  at: string;
  children: ReactNode;
}

/** What is shown where a page cannot be: its script could not be loaded, or it has a fault. */
export class Boundary extends Component<Shown, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidMount() {
    window.addEventListener('online', this.back);
  }

  override componentDidUpdate(before: Shown) {
    if (before.at !== this.props.at && this.state.error !== null) {
      this.setState({ error: null });
    }
  }

  override componentWillUnmount() {
    window.removeEventListener('online', this.back);
  }

  /** A script that could not be loaded is asked for again only by a new page. */
  private readonly back = () => {
    if (this.state.error !== null) {
      location.reload();
    }
  };

  override render() {
    const { error } = this.state;
    if (error === null) {
      return this.props.children;
    }
    return error instanceof TypeError ? <NotReached retry={this.back} /> : <Failure error={error} retry={this.back} />;
  }
}
