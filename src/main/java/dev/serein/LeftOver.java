package dev.serein;

import dev.serein.log.LeftOpen;
import dev.serein.log.LeftOpen.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Looks for what is open still, of what began while a log was. */
final class LeftOver {
    private final Lender lender;
    private final Listeners listeners;
    private final long from;

    /** @param from what began before is not looked at */
    LeftOver(Lender lender, Listeners listeners, long from) {
        this.lender = lender;
        this.listeners = listeners;
        this.from = from;
    }

    /** The longest first. */
    List<LeftOpen> now() {
        List<Observation> statements = listeners.open().stream()
                .filter(each -> each.begun() - from >= 0)
                .toList();
        List<LeftOpen> open = new ArrayList<>();
        for (Slot slot : lender.slots()) {
            Holder holder = slot.since() - from < 0 ? null : Holder.of(slot);
            if (holder == null) {
                continue;
            }
            boolean within = slot.isInTransaction();
            // a statement outside of a transaction has its connection for itself
            if (within || statements.stream().noneMatch(each -> isOn(each, slot))) {
                open.add(new LeftOpen(
                        within ? Kind.TRANSACTION : Kind.CONNECTION,
                        holder.line(),
                        holder.thread(),
                        holder.held(),
                        null));
            }
        }
        statements.forEach(each -> add(open, each));
        open.sort(Comparator.comparing(LeftOpen::held).reversed());
        return List.copyOf(open);
    }

    private static boolean isOn(Observation statement, Slot slot) {
        Observation.Logged logged = statement.logged();
        return logged != null && logged.slot() == slot && logged.lentAt() == slot.since();
    }

    private static void add(List<LeftOpen> open, Observation statement) {
        Observation.Logged logged = statement.logged();
        if (logged != null) {
            open.add(new LeftOpen(
                    Kind.STATEMENT,
                    logged.line(),
                    Holder.nameOf(logged.thread()),
                    Duration.ofNanos(System.nanoTime() - statement.begun()),
                    statement.text()));
        }
    }
}
