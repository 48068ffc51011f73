package dev.serein.postgres.fault;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** At which messages connections are still to be cut, each at one, once. Thread-safe. */
final class MessageCuts {
    private static final String OF_CLIENTS = "BCDEFHPQSXcdfp";
    private static final String OF_SERVERS = "123ACDEGHIKNRSTVWZcdnstv";

    /** Where a connection is cut. */
    enum Place {
        NOWHERE,
        BEFORE,
        AFTER
    }

    private record Cut(Place place, AtomicInteger left, char kind, Direction direction) {}

    private final List<Cut> cuts = new CopyOnWriteArrayList<>();

    void add(Place place, int nth, char kind, Direction direction) {
        if (nth < 1) {
            throw new IllegalArgumentException("The first message is number 1; there is none of number " + nth);
        }
        boolean isRequest = direction == Direction.TO_SERVER;
        String kinds = isRequest ? OF_CLIENTS : OF_SERVERS;
        if (kinds.indexOf(kind) < 0) {
            throw new IllegalArgumentException("No message of a " + (isRequest ? "client" : "server") + " is of type '"
                    + kind + "'\n  fix: use one of " + kinds);
        }
        cuts.add(new Cut(place, new AtomicInteger(nth), kind, direction));
    }

    void clear() {
        cuts.clear();
    }

    /** What happens at this message, which is counted by that. */
    Place at(Message message, Direction direction) {
        Place place = Place.NOWHERE;
        for (Cut cut : cuts) {
            if (cut.kind == message.type() && cut.direction == direction && cut.left.decrementAndGet() == 0) {
                cuts.remove(cut);
                place = cut.place;
            }
        }
        return place;
    }
}
