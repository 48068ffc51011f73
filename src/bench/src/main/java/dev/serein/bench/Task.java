package dev.serein.bench;

import java.util.Locale;

/** What is asked of each contender. */
enum Task {
    POINT_SELECT {
        @Override
        Object run(Contender contender, long turn) {
            return contender.byId(Contest.user(turn));
        }
    },
    UNIQUE_SELECT {
        @Override
        Object run(Contender contender, long turn) {
            return contender.byEmail(Contest.email(Contest.user(turn)));
        }
    },
    LIST {
        @Override
        Object run(Contender contender, long turn) {
            return contender.list(1 + turn % (Contest.USERS - Contest.LISTED));
        }
    },
    INSERT {
        @Override
        Object run(Contender contender, long turn) {
            return contender.insert("new" + System.nanoTime() + "@example.com", "New");
        }
    },
    UPDATE {
        @Override
        Object run(Contender contender, long turn) {
            return contender.rename(Contest.user(turn), "Renamed");
        }
    };

    /** What comes of one turn; that of different contenders is the same, keys and times aside. */
    abstract Object run(Contender contender, long turn);

    /** As it is said on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
