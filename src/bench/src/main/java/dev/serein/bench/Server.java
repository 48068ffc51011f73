package dev.serein.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The processes of the PostgreSQL that is measured, where they run on this machine. */
final class Server {
    private final long postmaster;

    /** @param backend of any session */
    Server(long backend) throws IOException {
        this.postmaster = Cpu.parent(backend);
    }

    private List<Long> children() {
        return ProcessHandle.of(postmaster)
                .orElseThrow()
                .children()
                .map(ProcessHandle::pid)
                .toList();
    }

    /** What its processes have taken until now. */
    Reading read() throws IOException {
        while (true) {
            long ended = Cpu.ofEndedChildren(postmaster);
            Map<Long, Long> running = new HashMap<>();
            for (long child : children()) {
                running.put(child, Cpu.of(child));
            }
            // one that ended meanwhile would be neither here nor there
            if (Cpu.ofEndedChildren(postmaster) == ended) {
                return new Reading(ended, running);
            }
        }
    }

    void moveTo(String processors) throws IOException {
        // first the postmaster: those that it starts from then on follow it
        Cpu.move(postmaster, processors);
        for (long child : children()) {
            Cpu.move(child, processors);
        }
    }

    /**
     * Of one moment.
     *
     * @param ended of the children that are no more, to the tick
     * @param running of the others, by their number
     */
    record Reading(long ended, Map<Long, Long> running) {
        long since(Reading before) {
            long sum = ended - before.ended;
            for (Map.Entry<Long, Long> child : running.entrySet()) {
                sum += child.getValue() - before.running.getOrDefault(child.getKey(), 0L);
            }
            for (Map.Entry<Long, Long> child : before.running.entrySet()) {
                // what it had taken before is among that of the ended now
                sum -= running.containsKey(child.getKey()) ? 0 : child.getValue();
            }
            return sum;
        }
    }
}
