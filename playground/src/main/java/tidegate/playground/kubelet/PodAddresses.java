package tidegate.playground.kubelet;

import java.util.HashMap;
import java.util.Map;

/** Gives each pod an address of its own in 10.128.0.0/10; EndpointSlices refuse loopback ones. */
final class PodAddresses {
    private static final int FIRST = (10 << 24) | (128 << 16);
    private static final int COUNT = 1 << 22;

    private final Map<String, String> holders = new HashMap<>();
    private int next = 1;

    /** An address that no other pod holds. */
    synchronized String lease(String podUid) {
        while (holders.putIfAbsent(text(next), podUid) != null) advance();
        String leased = text(next);
        advance();
        return leased;
    }

    /** Keeps the address a pod already has; false if another pod holds it. */
    synchronized boolean keep(String address, String podUid) {
        String holder = holders.putIfAbsent(address, podUid);
        return holder == null || holder.equals(podUid);
    }

    synchronized void release(String address, String podUid) {
        holders.remove(address, podUid);
    }

    /** Round and round, so that an address is used again as late as possible. */
    private void advance() {
        next = next + 1 < COUNT ? next + 1 : 1;
    }

    private static String text(int number) {
        int address = FIRST + number;
        return (address >>> 24) + "." + ((address >> 16) & 0xff) + "." + ((address >> 8) & 0xff) + "."
                + (address & 0xff);
    }
}
