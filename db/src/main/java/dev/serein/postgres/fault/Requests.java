package dev.serein.postgres.fault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads along with a client, round trip by round trip, and does with each what it is told to. One thread's. */
final class Requests {
    /** What is not the last of a round trip: the driver sends BEGIN, too, and does not wait for the answer. */
    private static final String MORE_FOLLOWS = "PBDEC";

    private final Link link;
    private final Messages messages;
    private final Arrivals from;
    private final MessageLine to;
    private final Answers answers;
    private final PreparedTexts texts = new PreparedTexts();
    private final List<Message> sent = new ArrayList<>();
    private final List<String> executed = new ArrayList<>();
    private final StringBuilder types = new StringBuilder();

    Requests(Link link, Messages messages, Arrivals from, MessageLine to, Answers answers) {
        this.link = link;
        this.messages = messages;
        this.from = from;
        this.to = to;
        this.answers = answers;
    }

    void forward() throws IOException {
        for (Message message = Message.read(from); message != null; message = Message.read(from)) {
            sent.add(message);
            if (message.isWhole()) {
                note(message);
            }
        }
        send();
        to.end();
    }

    private void note(Message message) throws IOException {
        types.append(message.type());
        String text = texts.executedBy(message);
        if (text != null) {
            executed.add(text);
        }
        if (MORE_FOLLOWS.indexOf(message.type()) < 0 && from.available() == 0) {
            RoundTrip trip = new RoundTrip(link.number(), types.toString(), executed, answers.isInTransaction());
            executed.clear();
            types.setLength(0);
            if (to.isMuted()) {
                sent.clear(); // it came after the connection's end
            } else {
                judge(trip);
            }
        }
    }

    private void judge(RoundTrip trip) throws IOException {
        Fate fate = messages.fateOf(trip);
        switch (fate) {
            case PASS -> send();
            case EAT -> {
                link.reset();
                throw new ConnectionCut();
            }
            case STRAND -> {
                link.strand();
                throw new ConnectionCut();
            }
            case RESET -> {
                send();
                link.reset();
                throw new ConnectionCut();
            }
            case EAT_ANSWER, HALVE_ANSWER, HOLD_ANSWER -> {
                answers.expect(fate, trip);
                send();
            }
        }
    }

    private void send() throws IOException {
        for (Message message : sent) {
            to.add(message);
        }
        to.flush();
        sent.clear();
    }
}
