package dev.indelible.sinks.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/// Sockets that ask the [AddressGuard] before they connect. This is the one place through which
/// every connection to a destination goes.
public final class GuardedSockets extends SocketFactory {
    private final AddressGuard guard;

    public GuardedSockets(AddressGuard guard) {
        this.guard = guard;
    }

    @Override
    public Socket createSocket() {
        return new GuardedSocket(guard);
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("connect an unconnected socket");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("connect an unconnected socket");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("connect an unconnected socket");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException("connect an unconnected socket");
    }

    private static final class GuardedSocket extends Socket {
        private final AddressGuard guard;

        GuardedSocket(AddressGuard guard) {
            this.guard = guard;
        }

        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
            if (!(endpoint instanceof InetSocketAddress internet) || internet.isUnresolved()) {
                throw new RefusedAddressException(endpoint + " is no address");
            }
            var refusal = guard.refusal(internet.getAddress());
            if (refusal.isPresent()) {
                throw new RefusedAddressException(refusal.get());
            }
            super.connect(endpoint, timeoutMillis);
        }
    }
}
