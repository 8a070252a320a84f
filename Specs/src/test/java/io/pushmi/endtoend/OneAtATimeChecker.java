package io.pushmi.endtoend;

import io.pushmi.endtoend.ProcessorJournal.Answered;
import io.pushmi.endtoend.ProcessorJournal.Delivered;
import io.pushmi.endtoend.ProcessorJournal.Step;
import io.pushmi.endtoend.ProcessorJournal.Timed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for two Runtimes that ran one processor at the same time, in what its clients at both of them were given. The
 * rule:
 *
 * <ul>
 *   <li>The Runtime that gives events is the only one that does, until it has given none for {@link #SILENCE} or its
 *       connection has ended. A Runtime that was killed and started again is another one.
 *   <li>Only a Runtime that was halted while another took over may give some events more, for {@link #LATE} from when it
 *       goes on, since it does not know before it has looked. What it saves then does not count.
 *   <li>In the same time it may go back once, as it does after it has lost its lease to nobody.
 * </ul>
 *
 * <p>What a Runtime gives without a break is told apart as one connection is from another, so that {@link
 * DeliveryChecker} can be asked about the rest: a break is a take-over, a halt, a silence, or where it goes back.
 */
final class OneAtATimeChecker {
    /**
     * Whoever takes a lease over by time waits for 2 s after its holder must have given it up. In nanoseconds, with room
     * for late timers.
     */
    static final long SILENCE = 1_500_000_000L;

    static final long LATE = 2_000_000_000L;

    private final boolean isPartitioned;
    private final List<Halt> halts;
    private final Map<Integer, Long> ended;
    private final Set<Halt> wentBackAfter = new HashSet<>();
    private final Map<Object, Timed> latest = new HashMap<>();
    private final Map<Integer, Spell> spells = new HashMap<>();
    private final Map<Answered, Integer> given = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private @Nullable Timed holder;
    private int numberOfSpells;
    private int takeOvers;
    private int late;

    /** A time in which a Runtime did nothing and did not notice, in nanoseconds. */
    record Halt(Object runtime, long from, long to) {
        private boolean isOf(Object other, long since, long until) {
            return runtime.equals(other) && from <= until && to >= since;
        }
    }

    /** What a Runtime gives without a break, with the last event of each partition. */
    private record Spell(int number, int takeOvers, Map<String, Long> last) {}

    private OneAtATimeChecker(boolean isPartitioned, List<Halt> halts, Map<Integer, Long> ended) {
        this.isPartitioned = isPartitioned;
        this.halts = halts;
        this.ended = ended;
    }

    /**
     * Goes through what all clients of one processor were given.
     *
     * @param ended when connections have ended
     */
    static OneAtATimeChecker check(
            boolean isPartitioned, List<Timed> steps, Map<Integer, Long> ended, List<Halt> halts) {
        OneAtATimeChecker checker = new OneAtATimeChecker(isPartitioned, halts, ended);
        for (Timed timed : steps) {
            if (timed.step() instanceof Delivered delivered) {
                checker.read(timed, delivered);
            } else if (timed.step() instanceof Answered answered) {
                checker.read(answered);
            }
        }
        return checker;
    }

    /** What does not agree, as sentences; empty if everything does. */
    List<String> violations() {
        return violations;
    }

    /** What happened, with a connection of its own for whatever was given without a break. */
    List<Step> steps() {
        return steps;
    }

    /** How often another Runtime went on. */
    int takeOvers() {
        return takeOvers;
    }

    /** How many events came late from a Runtime that had been halted. */
    int late() {
        return late;
    }

    private void read(Timed now, Delivered delivered) {
        Timed before = holder;
        if (before == null || before.runtime().equals(now.runtime())) {
            holder = now;
        } else if (isOver(before, now.nanos())) {
            holder = now;
            takeOvers++;
        } else if (isLate(now)) {
            late++;
        } else {
            violations.add("was given " + delivered.number() + " by " + now.runtime() + " "
                    + (now.nanos() - before.nanos()) / 1_000_000 + " ms after " + before.runtime() + " gave "
                    + before.step().number());
        }
        int number = spell(now, delivered);
        given.put(key(delivered.connection(), delivered.number()), number);
        steps.add(new Delivered(number, delivered.event(), delivered.streamPosition(), delivered.again()));
        latest.put(now.runtime(), now);
    }

    private void read(Answered answered) {
        int number = given.getOrDefault(key(answered.connection(), answered.number()), -1);
        steps.add(new Answered(number, answered.number(), answered.handled()));
    }

    private static Answered key(int connection, long number) {
        return new Answered(connection, number, true);
    }

    private boolean isOver(Timed last, long now) {
        return now - last.nanos() >= SILENCE || ended.getOrDefault(last.step().connection(), Long.MAX_VALUE) <= now;
    }

    /** It gave events before it was halted, and has gone on just now. */
    private boolean isLate(Timed now) {
        return latest.containsKey(now.runtime()) && haltJustBefore(now) != null;
    }

    private @Nullable Halt haltJustBefore(Timed now) {
        return halts.stream()
                .filter(halt -> halt.isOf(now.runtime(), now.nanos() - LATE, now.nanos()))
                .findFirst()
                .orElse(null);
    }

    private int spell(Timed now, Delivered delivered) {
        Timed before = latest.get(now.runtime());
        Spell spell = spells.get(delivered.connection());
        if (spell == null || before == null || isBreak(before, now, spell) || goesBack(now, delivered, spell)) {
            spell = new Spell(numberOfSpells++, takeOvers, new HashMap<>());
            spells.put(delivered.connection(), spell);
        }
        spell.last().put(partition(delivered), delivered.number());
        return spell.number();
    }

    private boolean isBreak(Timed before, Timed now, Spell spell) {
        return spell.takeOvers() != takeOvers
                || now.nanos() - before.nanos() >= SILENCE
                || halts.stream().anyMatch(halt -> halt.isOf(now.runtime(), before.nanos(), now.nanos()));
    }

    private boolean goesBack(Timed now, Delivered delivered, Spell spell) {
        Halt halt = haltJustBefore(now);
        long last = spell.last().getOrDefault(partition(delivered), -1L);
        boolean isEarlier = delivered.number() < last || (delivered.number() == last && !delivered.again());
        return halt != null && isEarlier && wentBackAfter.add(halt);
    }

    private String partition(Delivered delivered) {
        return isPartitioned ? delivered.event().source() : "";
    }
}
